"""The test itself reads and arranges the world as whom no policy of rows stops.

What the product does is stopped: acts say who acts, and requests begin closed. In an installation a
transaction ends with its act; in a test it goes on, and is as open afterwards as it was before.
The statements are sent past Django, so that no test counts them.
"""

import pytest
from django.apps import apps
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.db.backends.signals import connection_created

from kernel import acting

OPEN, CLOSED = "a test", ""
answer = BaseHandler.get_response


def rule() -> str:
    with connection.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('iisa.rule', true), '')")
        return str(cursor.fetchone()[0])


def say(name: str) -> None:
    """Let this connection read by a rule of this name; by none: closed until an act says who."""
    if is_connected() and not connection.needs_rollback:
        with connection.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('iisa.rule', %s, false)", [name])


def is_connected() -> bool:
    return connection.connection is not None and not connection.connection.closed


def _closed_answer(handler, request):
    """A request begins closed, as in the server."""
    if not is_connected():
        return answer(handler, request)
    before = rule()
    say(CLOSED)
    try:
        return answer(handler, request)
    finally:
        say(before)


class _Transaction(acting._Transaction):
    """That of an act, after which the rest of the test is as open as it was."""

    def __enter__(self):
        connection.ensure_connection()
        self.before = OPEN if connection.needs_rollback else rule()
        super().__enter__()

    def __exit__(self, *raised):
        was_open = self._open
        super().__exit__(*raised)
        if was_open and connection.in_atomic_block:
            say(self.before)


def _open_from_the_start(connection, **_):
    if connection.alias == "default":
        say(OPEN)


@pytest.fixture(scope="session", autouse=True)
def _tests_are_open():
    connection_created.connect(_open_from_the_start)
    BaseHandler.get_response = _closed_answer
    acting._Transaction = _Transaction
    yield
    connection_created.disconnect(_open_from_the_start)


@pytest.fixture
def first_wall_off(monkeypatch):
    """Every `visible_to` and `editable_by` shows all, as if each query had forgotten it."""
    for kind in {type(model._default_manager.all()) for model in apps.get_models()}:
        for law in ("visible_to", "editable_by"):
            if hasattr(kind, law):
                monkeypatch.setattr(kind, law, lambda rows, *_: rows.all())


@pytest.fixture
def second_wall_off(monkeypatch):
    """The policies of rows let every act pass."""
    token = acting._rule.set(OPEN)
    yield
    acting._rule.reset(token)
