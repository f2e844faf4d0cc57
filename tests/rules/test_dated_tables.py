"""Every table whose rows hold from a day has pages on which two persons change it, or says why not;
and every day or moment by which something ends is read by something.
"""

from django.apps import apps
from django.db import connection, models
from django.urls import reverse

from central_offices.dated_rules import tables
from launch.house_rules import APPS

# Not a rule of everybody's: each has pages of its own, named here.
OTHER_PAGES = {
    "central_offices.ApiClient": "central_offices:clients",
    "central_offices.CompetentAuthority": "central_offices:authorities",
    "central_offices.CooperationInstrument": "central_offices:instruments",
    "central_offices.Deputy": "deputies",
    "central_offices.DeputyOffice": "central_offices:list",
    "central_offices.Officer": "central_offices:officers",
    "central_offices.OfficeName": "central_offices:list",
    "central_offices.RoleGrant": "central_offices:officers",
    "central_offices.RuleChange": "central_offices:rule_tables",
}
# Without pages, and why.
WITHOUT = {
    "central_offices.Jurisdiction": "countries come and go by ISO 3166, with a release",
    "notices.Condition": "each names a function that checks it, and comes with a release",
}
FIRST_DAYS = {"valid_from", "in_force_from"}


def dated() -> list[type[models.Model]]:
    """Every model of ours whose rows hold from a day."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in APPS
        and FIRST_DAYS & {column.name for column in model._meta.get_fields()}
    ]


def test_every_dated_table_has_a_page():
    registered = {table.model for table in tables.every()}
    left = {model._meta.label for model in dated() if model not in registered}

    assert left == {*OTHER_PAGES, *WITHOUT}, (
        "A dated table wants pages: declare it in its app's dated_rules.py."
    )
    for address in OTHER_PAGES.values():
        assert reverse(address)


def test_a_declared_table_names_every_column_but_its_days():
    for table in tables.every():
        columns = {
            column.name
            for column in [*table.model._meta.fields, *table.model._meta.many_to_many]
            if column.name not in ("id", "valid_from", "valid_to")
        }
        assert columns == set(table.labels), table.slug


def test_a_declared_table_is_guarded_by_the_database(db):
    """One row of a rule on any day, and no row changes but by a confirmed change of a rule."""
    for table in tables.every():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
                "WHERE t.tgrelid = %s::regclass AND p.proname = 'dated_rule_by_two'",
                [table.db_table],
            )
            assert cursor.fetchone() == (1,), table.slug
            cursor.execute(
                "SELECT count(*) FROM pg_constraint "
                "WHERE conrelid = %s::regclass AND contype = 'x'",
                [table.db_table],
            )
            assert cursor.fetchone() == (1,), table.slug
