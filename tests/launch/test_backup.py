"""A dump by the role for it holds every row, and comes back as it was (docs/operations.md)."""

import os
import subprocess

import psycopg2
import pytest

from launch import database_roles
from launch.database_roles import BACKUP, OWNER
from launch.postgres import programs
from tests.plumbing import environment

AGAIN = f"{environment.DATABASE}_again"
ROWS = """
SELECT format('SELECT %L, count(*) FROM %I', relname, relname) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
# Their wording is written out anew each time, with other brackets and casts.
POLICIES = (
    "SELECT polrelid::regclass || ' ' || polname || ' ' || polcmd::text FROM pg_policy ORDER BY 1"
)


@pytest.fixture
def admin(django_db_setup):
    """The address of the superuser; the role that dumps may come in over the network meanwhile."""
    url = os.environ["DATABASE_ADMIN_URL"]
    database_roles.ask(url, f"ALTER ROLE {BACKUP} PASSWORD 'of a test'")
    database_roles.ask(url, f"CREATE DATABASE {AGAIN} OWNER {OWNER}")
    yield url
    database_roles.ask(url, f"DROP DATABASE {AGAIN}")
    database_roles.ask(url, f"ALTER ROLE {BACKUP} PASSWORD NULL")


def told(url: str, database: str, statement: str) -> list[str]:
    return database_roles.ask(url, statement, database)


def counts(url: str, database: str) -> dict[str, int]:
    statement = " UNION ALL ".join(told(url, database, ROWS))
    connection = psycopg2.connect(url, dbname=database)
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
        found = dict(cursor.fetchall())
    connection.close()
    return found


def dump(user: str, password: str, database: str, file) -> subprocess.CompletedProcess:
    at = psycopg2.extensions.parse_dsn(os.environ["DATABASE_ADMIN_URL"])
    command = [programs() / "pg_dump", "--host", at["host"], "--port", at["port"]]
    command += ["--username", user, "--format", "custom", "--file", file, database]
    env = os.environ | {"PGPASSWORD": password}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_what_is_dumped_comes_back_with_every_row_and_policy(admin, tmp_path):
    file = tmp_path / "iisa.dump"
    owner = environment.database_url(os.environ["DATABASE_OWNER_URL"], AGAIN)

    done = dump(BACKUP, "of a test", environment.TEMPLATE, file)
    assert done.returncode == 0, done.stderr
    back = subprocess.run(
        [programs() / "pg_restore", "--dbname", owner, "--exit-on-error", file],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert back.returncode == 0, back.stderr

    found = counts(admin, AGAIN)
    assert found == counts(admin, environment.TEMPLATE)
    assert found["central_offices_officer"] > 0
    assert told(admin, AGAIN, POLICIES) == told(admin, environment.TEMPLATE, POLICIES)


def test_the_role_that_dumps_writes_nothing(admin):
    url = psycopg2.extensions.make_dsn(
        admin, user=BACKUP, password="of a test", dbname=environment.TEMPLATE
    )
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        told(url, environment.TEMPLATE, "DELETE FROM cases_case")
