"""The databases, workers, server and browser that the tests themselves run on."""

import os
import threading
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Expression, TextField
from django.db.models.expressions import Col

from tests.plumbing import environment


def count(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session WHERE session_key = %s", [name])
        return cursor.fetchone()[0]


def leave(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES (%s, '', now())", [name])


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_one_test_commits_no_other_test_finds(committed, time):
    assert count("trace") == 0
    leave("trace")
    found = []

    def look():
        found.append(count("trace"))
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [1]


@pytest.mark.django_db
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_an_ordinary_test_writes_is_rolled_back(time):
    assert connection.settings_dict["NAME"] == environment.DATABASE
    assert count("trace") == 0
    leave("trace")


def test_a_worker_can_be_killed_and_started_again(celery_worker, committed):
    place = Path("/proc", str(celery_worker.process.pid), "environ")
    assert f"DATABASE_URL={os.environ['DATABASE_URL']}".encode() in place.read_bytes()
    assert os.environ["DATABASE_URL"].endswith(f"/{committed}")
    celery_worker.kill()
    celery_worker.start()


def test_a_browser_reaches_the_server(page):
    assert page.goto("/livez").status == 200


LEAVE = """() => {
  localStorage.setItem("trace", "1");
  document.cookie = "trace=1";
  return new Promise(done => {
    const asked = indexedDB.open("trace");
    asked.onsuccess = () => { asked.result.close(); done(); };
  });
}"""
FIND = (
    """async () => [localStorage.length, document.cookie, (await indexedDB.databases()).length]"""
)


@pytest.mark.browser
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_one_test_leaves_in_the_browser_no_other_test_finds(page, time):
    page.goto("/livez")
    assert page.evaluate(FIND) == [0, "", 0]
    assert page.context.cookies() == []
    page.evaluate(LEAVE)
    assert page.evaluate(FIND) == [1, "trace=1", 1]
    page.context.new_page().goto("/livez")


@pytest.mark.django_db
def test_columns_are_compared_as_django_compares_them():
    by_django = Expression.__dict__["identity"].func
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            for column in (Col("a", field), Col("b", field, TextField()), Col(None, field, field)):
                assert column.identity == by_django(column)
