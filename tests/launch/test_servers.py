"""The embedded servers that tests and demo run on."""

import importlib.util

import pytest
from django.db import connection

from launch import account, postgres, testing

pytestmark = pytest.mark.django_db


def one(statement: str):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def test_the_application_role_is_bound_by_every_wall():
    rights = "rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication"
    row = one(f"SELECT current_user, {rights} FROM pg_roles WHERE rolname = current_user")
    assert row == (postgres.APP, False, False, False, False, False)


def test_the_application_role_owns_nothing():
    assert one("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole") == (0,)


def test_trigrams_see_cyrillic_and_case_follows_unicode():
    row = one("SELECT similarity('Жуков', 'Жукова'), lower('ÉЖ'), upper('straße')")
    assert row == (pytest.approx(0.625), "éж", "STRASSE")


def test_the_server_is_the_version_that_production_runs():
    assert one("SHOW server_version")[0].split(".")[0] == postgres.MAJOR


def test_psycopg_3_is_not_installed():
    assert importlib.util.find_spec("psycopg") is None  # Django would silently prefer it


def test_a_folder_is_reachable_only_when_every_parent_can_be_entered(tmp_path):
    closed = tmp_path / "closed"
    (closed / "inner").mkdir(parents=True)
    closed.chmod(0o700)
    assert not account.reachable_by_others(closed / "inner")


def test_the_files_of_test_servers_stand_in_memory_where_it_has_room(monkeypatch, tmp_path):
    monkeypatch.delenv("TMPDIR", raising=False)
    for least, place, found in (
        (1, tmp_path, tmp_path),
        (1, tmp_path / "gone", None),
        (1 << 62, tmp_path, None),
    ):
        monkeypatch.setattr(testing, "LEAST_FREE_BYTES", least)
        monkeypatch.setattr(testing, "MEMORY", place)
        assert testing._place() == found
    monkeypatch.setattr(testing, "LEAST_FREE_BYTES", 1)
    monkeypatch.setattr(testing, "MEMORY", tmp_path)
    monkeypatch.setenv("TMPDIR", "/tmp")
    assert testing._place() is None
