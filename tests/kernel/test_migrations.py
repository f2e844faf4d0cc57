"""Every migration can be taken back and made again, on a database in use."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

OURS = ["agency", "kernel", "ledger", "central_offices", "policies", "cases", "notices", "exchange"]
SHAPE = """
SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
  WHERE table_schema = 'public'
UNION SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid), '' FROM pg_constraint
UNION SELECT indexname, tablename, indexdef, '' FROM pg_indexes WHERE schemaname = 'public'
UNION SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid), '' FROM pg_trigger
  WHERE NOT tgisinternal
UNION SELECT proname, pg_get_function_identity_arguments(p.oid), md5(prosrc), '' FROM pg_proc p
  WHERE pronamespace = 'public'::regnamespace AND prolang <> 13
UNION SELECT table_name, grantee, privilege_type, '' FROM information_schema.role_table_grants
  WHERE table_schema = 'public' AND grantee = 'iisa_app'
"""


def shape() -> set[tuple]:
    """Tables, constraints, indexes, triggers, functions and what the app may do with them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(SHAPE)
        return set(cursor.fetchall())


def migrate(*target: str) -> None:
    call_command("migrate", *target, verbosity=0)


def test_every_operation_has_a_way_back():
    loader = MigrationLoader(None)
    stuck = [
        f"{app}.{name}: {operation}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in OURS
        for operation in migration.operations
        if not operation.reversible
    ]

    assert stuck == []
    assert {app for app, _ in loader.disk_migrations} >= set(OURS)


def test_the_newest_migration_is_taken_back_and_made_again_as_it_was(committed):
    names = sorted(name for app, name in MigrationLoader(None).disk_migrations if app == "exchange")
    before = shape()

    migrate("exchange", (["zero"] + names)[-2])
    assert ("exchange", names[-1]) not in MigrationRecorder(
        connections["owner"]
    ).applied_migrations()
    migrate()  # what stands on it went with it

    assert shape() == before


@pytest.mark.drill
def test_the_topmost_app_is_taken_back_and_made_again_as_it_was(committed):
    before = shape()

    migrate("exchange", "zero")
    tables = {model._meta.db_table for model in apps.get_app_config("exchange").get_models()}
    assert not {row[0] for row in shape()} & tables
    migrate()

    assert shape() == before


@pytest.mark.drill
def test_all_of_it_is_taken_back_and_made_again_as_it_was(committed):
    before = shape()

    migrate("kernel", "zero")
    migrate()

    assert shape() == before
