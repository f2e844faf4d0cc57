"""The whole schema as an officer, as two offices' systems and as nobody: no fault and no leak."""

import io
import logging
import sys
import time

import pytest
from django.conf import settings
from django.test import Client

from central_offices.models import CentralOffice
from exchange.conversation.attaching import upload
from tests import systems
from tests.api.fuzz import Caller, Run
from tests.cases import factories
from tests.cases.factories import person
from tests.exchange.conftest import cast, deliver_all, draft, sent
from tests.notices.drafts import published, red

CSRF = "c" * 32


@pytest.fixture
def quiet():
    """Thousands of refusals are not worth a line each in the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def officer(name: str, *secrets: str) -> Caller:
    """An officer at a browser, with the cookie and the header that pages send."""
    client = Client()
    client.force_login(cast(name), backend="central_offices.sign_in.who_acts.OfficerBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: CSRF}
    headers = {"X-CSRFToken": CSRF, "X-Purpose": "LOCATE"}
    return Caller(name, lambda: headers, secrets, cookies)


def system(code: str, *secrets: str) -> Caller:
    """An office's own system with a token for everything that systems may."""
    client = systems.register(CentralOffice.objects.get(code=code))
    kept = {}

    def headers() -> dict[str, str]:
        """A token lives ten minutes; a new one is taken after five."""
        if time.monotonic() - kept.get("at", -999) > 300:
            kept["token"] = systems.token(client, " ".join(systems.SCOPES))
            kept["at"] = time.monotonic()
        return {"Authorization": f"Bearer {kept['token']}"}

    return Caller(code, headers, secrets)


def world() -> tuple[list[Caller], dict[str, list[str]]]:
    """Cases, persons, requests and notices whose words say who may read them."""
    amina, pierre, joana = cast("amina"), cast("pierre"), cast("joana")
    cases = [
        factories.case(amina, "Only-for-KEN", people=[person("Onlyforken Daniel")]),
        factories.case(pierre, "Only-for-PRT", people=[person("Onlyforprt Tiago")]),
        factories.case(joana, "Only-for-BRA", people=[person("Onlyforbra Luiz")]),
    ]
    requests = [
        sent(amina, "PRT", title="For-KEN-and-PRT"),
        sent(joana, "PRT", title="For-BRA-and-PRT"),
        draft(joana, "KEN", title="Only-for-BRA"),
        sent(amina, "BRA", title="For-KEN-and-BRA"),
    ]
    deliver_all()
    notices = [red(amina, case=None), published(pierre, cast("beatriz"), cast("sato"))]
    persons = [case.case_subjects.get().subject for case in cases]
    files = [upload(io.BytesIO(b"Only-for-KEN"), "extract.txt", by=amina)]
    targets = {
        "cases": cases,
        "requests": requests,
        "notices": notices,
        "persons": persons,
        "attachments": files,
    }
    kenyan, portuguese = ("Only-for-KEN", "Onlyforken"), ("Only-for-PRT", "Onlyforprt")
    brazilian = ("Only-for-BRA", "Onlyforbra")
    return [
        officer("amina", *portuguese, "For-BRA-and-PRT", *brazilian),
        system(
            "BRA", "Only-for-KEN", "Onlyforken", "Only-for-PRT", "Onlyforprt", "For-KEN-and-PRT"
        ),
        system("PRT", *kenyan, *brazilian, "For-KEN-and-BRA"),
        Caller("nobody", dict, ("Only-for", "Onlyfor", "For-")),
    ], {name: [str(row.pk) for row in rows] for name, rows in targets.items()}


def test_three_hundred_calls_find_no_fault_and_no_leak(committed, quiet):
    go(300, start=20261122)


@pytest.mark.drill
def test_twenty_thousand_calls_find_no_fault_and_no_leak(committed, quiet):
    go(20_000, start=1)


def go(calls: int, start: int) -> None:
    run = Run(*world(), start=start)
    run.go(calls)
    sys.stdout.write(run.report() + "\n")
    assert run.wrong == {}, run.report()
    assert run.calls.total() >= calls
    for caller in ("amina", "BRA", "PRT"):
        assert run.statuses[caller, 200] > calls // 100, "the caller got in"
        assert run.statuses[caller, 401] == 0
