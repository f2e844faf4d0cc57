"""Somebody runs SQL as the application, to list a person or to show more of one to the public."""

import pytest
from django.db import connection

from notices.models import Notice, UnListEdition
from tests.attacks.test_sql_as_the_application import refused
from tests.notices import drafts
from tests.notices.un_files import OLGA, edition, load, proposed

pytestmark = pytest.mark.django_db
COPIED = [f.column for f in Notice._meta.concrete_fields]


def copied(**values: str) -> str:
    """A UN notice like Olga's, with these columns otherwise."""
    values = {"id": "gen_random_uuid()", "un_reference": "'QDi.999'"} | values
    told = ", ".join(values.get(column, column) for column in COPIED)
    columns = ", ".join(COPIED)
    return (
        f"INSERT INTO notices_notice ({columns}) SELECT {told} FROM notices_notice "
        "WHERE id = {olga}"
    )


OF_THE_LIST = {
    "an invented notice": copied(),
    "an invented notice without anybody": copied(
        current_version_id="NULL", published_by_id="NULL", un_data_id="''"
    ),
    "a listed one under another reference": (
        "UPDATE notices_notice SET un_reference = 'QDi.998' WHERE id = {olga}"
    ),
    "a listed one of another record": (
        "UPDATE notices_notice SET un_data_id = '1' WHERE id = {olga}"
    ),
    "a version that says something else": "WITH made AS (INSERT INTO notices_noticeversion "
    "(id, notice_id, n, payload, sha256, made_by_id, made_at, reason) SELECT gen_random_uuid(), "
    "notice_id, 77, '{{}}', sha256, made_by_id, now(), '' FROM notices_noticeversion "
    "WHERE notice_id = {olga} LIMIT 1 RETURNING id) UPDATE notices_notice SET current_version_id "
    "= (SELECT id FROM made) WHERE id = {olga}",
    "a line more in a loaded edition": "INSERT INTO notices_unlistchange (edition_id, kind, "
    "reference, data_id, name, former_name, before, after) SELECT {loaded}, 'CREATED', 'QDi.999', "
    "'1', 'A JOURNALIST', '', '', '1'",
    "a line more in a proposed edition": "INSERT INTO notices_unlistchange (edition_id, kind, "
    "reference, data_id, name, former_name, before, after) SELECT {proposed}, 'CREATED', "
    "'QDi.999', '1', 'A JOURNALIST', '', '', '1'",
    "an officer of Nairobi confirms": "UPDATE notices_unlistedition SET status = 'CONFIRMED', "
    "decided_by_id = {amina}, decided_at = now() WHERE id = {proposed}",
}
EXTRACT = "UPDATE notices_publicextract SET {} WHERE notice_id = {{shown}}"
AGAIN = (
    "WITH gone AS (DELETE FROM notices_publicextract WHERE notice_id = {{shown}} RETURNING *) "
    "INSERT INTO notices_publicextract SELECT made.* FROM gone, jsonb_populate_record("
    "NULL::notices_publicextract, to_jsonb(gone) || {}) AS made"
)
OF_AN_EXTRACT = {
    "its name is changed": EXTRACT.format("name = 'SOMEBODY ELSE'"),
    "its words are changed": EXTRACT.format("data = data || '{{\"weight\": 90}}'"),
    "it moves to the colour of the UN": EXTRACT.format("colour = 'UN'"),
    "it is written anew as the UN's": AGAIN.format('\'{{"colour": "UN"}}\''),
    "it is written anew with another name": AGAIN.format(
        "jsonb_build_object('name', 'ELSE', 'data', data || '{{\"name\": \"ELSE\"}}')"
    ),
    "it tells the facts as marks": AGAIN.format(
        "jsonb_build_object('data', data || '{{\"distinguishing_marks\": \"Mombasa\"}}')"
    ),
    "it names a nationality more": AGAIN.format(
        'jsonb_build_object(\'data\', data || \'{{"nationalities": ["KE", "PT"]}}\')'
    ),
    "it is valid for longer": AGAIN.format('\'{{"valid_until": "2060-01-01"}}\''),
    "it stands under another number": AGAIN.format('\'{{"entity_id": "2026/9"}}\''),
}


def at_the_commit() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_nobody_is_listed_but_by_a_loaded_edition(amina):
    load()
    at_the_commit()
    olga = Notice.objects.get(un_reference=OLGA)
    loaded = UnListEdition.objects.get(status="LOADED")
    later = proposed(edition(at="2021-06-01T00:00:00Z"))

    keys = {"olga": olga.pk, "loaded": loaded.pk, "proposed": later.pk, "amina": amina.pk}
    refused(OF_THE_LIST, **keys)


def test_an_extract_says_what_was_frozen_and_nothing_else(amina, wanjiku, sato):
    shown = drafts.published(amina, wanjiku, sato, extract="REQUESTED")
    at_the_commit()

    refused(OF_AN_EXTRACT, shown=shown.pk)
    with connection.cursor() as cursor:
        cursor.execute(AGAIN.format("'{{}}'").format(shown="%s"), [shown.pk])
    at_the_commit()  # the same once more is what a step does
