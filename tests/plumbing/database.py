"""Fixtures for the database: a clone per test process, and a clone per test that commits.

`db` (or the mark django_db): the test runs as iisa_app in a transaction that is rolled back.
`committed`: the test has a database of its own, seen by threads, workers and servers.
"""

import itertools
import os
import shutil
from pathlib import Path

import pytest
import redis

from tests.plumbing import clones, environment

_counter = itertools.count(1)


def pytest_collection_modifyitems(items):
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction"):
            raise pytest.UsageError(f"{item.nodeid}: ask for `committed`; nothing is ever flushed.")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """In place of pytest-django's: Django creates no test database, the process has a clone."""
    _copy_data_folder()
    with clones.clone(environment.DATABASE):
        yield
        with django_db_blocker.unblock():
            clones.connections.close_all()


@pytest.fixture
def committed(django_db_setup, django_db_blocker, request):
    """A fresh database in which commits are real; the value is its name."""
    if "db" in request.fixturenames:
        raise pytest.UsageError("A test asks for `committed` or for `db`, not for both.")
    served = "live_server_url" in request.fixturenames
    name = environment.WEB if served else f"{environment.DATABASE}_{next(_counter)}"
    redis.from_url(os.environ["REDIS_URL"]).flushdb()
    with clones.clone(name), django_db_blocker.unblock(), clones.pointed_at(name):
        yield name


@pytest.fixture(autouse=True)
def _own_checkpoints():
    """The file beside the database is of the events of one test."""
    yield
    (Path(os.environ["AGENCY_DATA"]) / "checkpoints.jws").unlink(missing_ok=True)


def _copy_data_folder() -> None:
    """Files that seeding stored belong to the template like its rows."""
    own = Path(os.environ["AGENCY_DATA"])
    shutil.copytree(own.with_name("template"), own, dirs_exist_ok=True)
