"""A database that is not the one we know is named in a sentence before it does harm."""

import os

import psycopg2
import pytest
from django.core import checks as django_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from kernel import checks
from launch import prepare
from tests.plumbing import clones, environment

STRANGE = f"{environment.DATABASE}_strange"
LOCALE = (
    "The database's locale provider is not builtin: create it with "
    "--locale-provider=builtin --builtin-locale=PG_UNICODE_FAST."
)


@pytest.fixture
def another(django_db_setup, django_db_blocker):
    """another(options, extensions) leads Django to an empty database made in that way."""
    made = []

    def make(options: str, *extensions: str) -> None:
        clones._ask("DROP DATABASE IF EXISTS {} WITH (FORCE)", STRANGE)
        clones._ask("CREATE DATABASE {} TEMPLATE template0 OWNER iisa_owner " + options, STRANGE)
        url = environment.database_url(os.environ["DATABASE_OWNER_URL"], STRANGE)
        owner = psycopg2.connect(url)
        with owner, owner.cursor() as cursor:
            for name in extensions:
                cursor.execute(f"CREATE EXTENSION {name}")
        owner.close()
        leading = clones.pointed_at(STRANGE)
        leading.__enter__()
        made.append(leading)

    with django_db_blocker.unblock():
        yield make
        for leading in made:
            leading.__exit__(None, None, None)
            clones._ask("DROP DATABASE IF EXISTS {} WITH (FORCE)", STRANGE)


def test_the_database_of_the_tests_is_the_one_we_know(db):
    assert checks.problems() == []
    assert checks.the_database_is_the_one_we_know(databases=["default"]) == []


def test_a_database_whose_conditions_lose_their_index_is_told(another):
    assert checks.conditions_keep_their_index(databases=["default", "owner"]) == []

    another("ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST'", "pg_trgm")

    (said,) = checks.conditions_keep_their_index(databases=["default", "owner"])
    assert "leakproof.psql" in said.msg


def test_a_database_with_the_c_locale_is_named_and_blind_to_cyrillic(another):
    another("ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'", "pg_trgm")

    assert checks.problems() == [
        LOCALE,
        "pg_trgm is blind to Cyrillic: the database's locale is wrong.",
    ]


def test_a_database_with_another_encoding_is_named(another):
    another("ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'")

    assert checks.problems()[0] == ("The database's encoding is SQL_ASCII: create it with UTF8.")


def test_check_database_says_so_and_fails(another):
    another("ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'")

    said = django_checks.run_checks(databases=["default"], tags=[django_checks.Tags.database])

    serious = [(error.id, error.msg) for error in said if error.is_serious()]
    assert serious == [("kernel.E001", LOCALE)]


def test_readyz_says_what_is_wrong_and_livez_does_not_ask(another, client):
    another("ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'")

    ready = client.get("/readyz")

    assert ready.status_code == 503
    assert ready.json() == {
        "status": "unready",
        "problems": [LOCALE, "Migrations are missing."],
    }
    assert client.get("/livez").status_code == 200


def test_a_database_made_by_migrations_that_are_gone_is_named_and_not_migrated(committed):
    assert checks.unknown() == []
    recorder = MigrationRecorder(connections["owner"])
    recorder.record_applied("exchange", "0018_names")
    recorder.record_applied("another_package", "0018_names")

    (sentence,) = checks.unknown("owner")

    assert "(1, exchange.0018_names first)" in sentence
    assert [error.id for error in django_checks.run_checks(databases=["owner"])] == ["kernel.E002"]
    with pytest.raises(ImproperlyConfigured, match="begin with a new database"):
        prepare.tables()


def test_another_major_version_is_named(db, monkeypatch):
    class Fifteen:
        """The cursor of an older server."""

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def execute(self, statement):
            self.asks_version = "server_version_num" in statement

        def fetchone(self):
            return (15, "UTF8", "b") if self.asks_version else (0,)

    monkeypatch.setattr(connections["default"], "cursor", Fifteen)

    assert checks.problems() == ["PostgreSQL 15 is not supported: use PostgreSQL 18."]
