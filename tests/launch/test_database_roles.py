"""A cluster of an older version, whose owner was its superuser, loses that at the next start."""

import psycopg2
import pytest

from kernel import database_roles as roles
from launch import database_roles, system
from launch.database_roles import ADMIN, APP, BACKUP, LOADER, OWNER
from launch.postgres import Postgres
from launch.servers import new_passwords

OLD = [
    "CREATE ROLE swapping SUPERUSER LOGIN PASSWORD 'swapping'",
    "DROP OWNED BY iisa_owner",
    "DROP ROLE iisa_owner",
]
THINGS = """
CREATE EXTENSION pg_trgm;
CREATE TABLE things (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
CREATE SEQUENCE numbers;
CREATE VIEW names AS SELECT name FROM things;
CREATE FUNCTION touch() RETURNS integer LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;
CREATE TYPE mood AS ENUM ('good');
GRANT SELECT ON things TO iisa_app;
INSERT INTO things (name) VALUES ('kept');
"""
OWNERS = """
SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
  AND relkind <> 'i'
UNION SELECT proowner::regrole::text FROM pg_proc WHERE proname = 'touch'
UNION SELECT typowner::regrole::text FROM pg_type WHERE typname = 'mood'
UNION SELECT datdba::regrole::text FROM pg_database WHERE datname = current_database()
"""


@pytest.fixture
def old(tmp_path):
    """A stopped cluster as older versions made it, and the passwords that its folder had."""
    passwords = new_passwords()
    made = Postgres(tmp_path / "postgres", tmp_path.name, passwords, throwaway=True)
    made.start()
    admin = made.url(ADMIN, "postgres")
    for statement in OLD:
        database_roles.ask(admin, statement)
    swapping = psycopg2.connect(admin, user="swapping", password="swapping")
    with swapping, swapping.cursor() as cursor:
        cursor.execute("ALTER ROLE iisa_admin RENAME TO iisa_owner")
        cursor.execute("ALTER ROLE iisa_owner PASSWORD %s", [passwords[OWNER]])
    swapping.close()
    owner = made.url(OWNER, "postgres")
    database_roles.ask(owner, "CREATE DATABASE iisa")
    database_roles.ask(owner, "DROP ROLE swapping")
    database_roles.ask(owner, THINGS, "iisa")
    made.stop()
    yield tmp_path, passwords
    made.stop()


def test_the_owner_of_an_old_cluster_is_demoted_and_keeps_everything(old):
    folder, passwords = old
    for _ in range(2):  # a second start finds nothing to change
        cluster = Postgres(folder / "postgres", folder.name, passwords, throwaway=True)
        cluster.start()
        try:
            roles = database_roles.ask(
                cluster.url(ADMIN, "postgres"),
                "SELECT rolname || rolsuper::text FROM pg_roles WHERE rolname !~ '^pg_'",
            )
            assert sorted(roles) == [
                f"{ADMIN}true",
                f"{APP}false",
                f"{BACKUP}false",
                f"{OWNER}false",
            ]
            owner = cluster.url(OWNER, "iisa")
            assert database_roles.ask(owner, OWNERS) == [OWNER]
            assert database_roles.ask(cluster.url(APP, "iisa"), "SELECT name FROM things") == [
                "kept"
            ]
            database_roles.ask(owner, "ALTER TABLE things ADD COLUMN IF NOT EXISTS more text")
            database_roles.ask(owner, "CREATE TABLE IF NOT EXISTS later (n int)")
            assert database_roles.ask(cluster.url(APP, "iisa"), "SELECT count(*) FROM later") == [0]
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                database_roles.ask(owner, "COPY things TO PROGRAM 'true'")
        finally:
            cluster.stop()


def test_another_password_is_still_told_in_a_sentence(old):
    folder, _ = old
    cluster = Postgres(folder / "postgres", folder.name, new_passwords(), throwaway=True)
    with pytest.raises(Exception, match="has another password than"):
        cluster.start()


def test_the_role_that_copies_rows_in_is_there_only_where_nothing_is_real(tmp_path):
    passwords = new_passwords()
    for invented in (True, False):
        cluster = Postgres(
            tmp_path / "postgres", tmp_path.name, passwords, throwaway=True, invented=invented
        )
        cluster.start()
        try:
            there = database_roles.ask(
                cluster.url(ADMIN, "postgres"),
                f"SELECT rolbypassrls AND NOT rolsuper FROM pg_roles WHERE rolname = '{LOADER}'",
            )
            assert there == ([True] if invented else [])
        finally:
            cluster.stop()


def test_a_system_that_is_no_demonstration_says_that_it_found_it(db, settings):
    assert roles.problems("default") == []
    settings.DEMO = False
    (said,) = roles.problems("default")
    assert "iisa_load" in said


def test_what_runs_on_knows_neither_the_owner_nor_the_role_that_copies_rows_in():
    leads = {"DATABASE_URL": "app", "DATABASE_OWNER_URL": "owner", "DATABASE_LOAD_URL": "load"}
    assert system.without_owner(leads) == {"DATABASE_URL": "app"}
