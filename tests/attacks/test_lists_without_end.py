"""The same code thousands of times: each item would cost a question of the database.

500 times one office in `recipients` held a thread for 5 seconds, ten such calls at once everybody
else for 19; texts of five megabytes made every page that shows them as large.
"""

import copy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from drf_spectacular.generators import SchemaGenerator

from cases.forms.case import ShareRows
from cases.forms.person import NationalityRows
from central_offices.models import CentralOffice
from exchange.api.inputs import NewInput
from kernel.api import schema_bounds
from kernel.forms.sizes import MOST_ITEMS, MOST_OBJECTS, MOST_OFFICES
from tests import systems
from tests.exchange.test_api import WORDS
from tests.plumbing import forms_of_ours

REQUESTS, CASES, PERSONS = "/api/v1/requests/", "/api/v1/cases/", "/api/v1/persons/"
CASE = {"title": "A case", "portfolios": ["FRAUD"]}
PERSON = {"status_of_person": "SUSPECT", "person": {"identities": [{"as_written": "Ana Alpha"}]}}
NOBODY = "01a22519-02a4-717f-ab3d-15d61493b7f3"


@pytest.fixture
def nairobi(db):
    return systems.calling(
        systems.register(CentralOffice.objects.get(code="KEN"), clearance=2),
        "+".join(systems.SCOPES),
    )


def refused(caller, address, body) -> tuple[set[tuple[str, str]], int]:
    """The faults of a call, by pointer and code, and how many questions the database was asked."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        reply = caller.post(address, body)
    assert reply.status_code == 400, reply.content[:300]
    assert len(reply.content) < 5000
    return {(one["pointer"], one["code"]) for one in reply.json()["errors"]}, len(asked)


def person(**lists):
    return {"status_of_person": "SUSPECT", "person": {**PERSON["person"], **lists}}


def test_a_list_that_repeats_or_has_no_end_is_400_before_anything_is_looked_up(nairobi):
    refused(nairobi, REQUESTS, {})  # with what is asked by the first call only
    bare = {to: refused(nairobi, to, {"title": []})[1] for to in (REQUESTS, CASES, PERSONS)}
    country, share = {"country": "KEN", "status": "CLAIMED"}, {"office": "KEN"}
    document = {"kind": "PASSPORT", "number": "1", "issuer": "KEN"}
    for address, body, wrong in [
        (REQUESTS, {"recipients": ["KEN"] * 2}, ("#/recipients", "twice")),
        (REQUESTS, {"recipients": ["PRT", "KEN", "prt"]}, ("#/recipients", "twice")),
        (REQUESTS, {"recipients": ["KEN"] * 4000}, ("#/recipients", "max_length")),
        (REQUESTS, {"subject_ids": [NOBODY, NOBODY.upper()]}, ("#/subject_ids", "twice")),
        (REQUESTS, {"subject_ids": [NOBODY] * 4000}, ("#/subject_ids", "max_length")),
        (REQUESTS, {"attachments": [NOBODY] * 2}, ("#/attachments", "twice")),
        (REQUESTS, {"handling": ["H0"] * 2}, ("#/handling", "twice")),
        (REQUESTS, {"handling": ["H0"] * 2000}, ("#/handling", "max_length")),
        (REQUESTS, {"facts": {f"f{n}": "" for n in range(900)}}, ("#/facts", "max_length")),
        (REQUESTS, {"type": "I" * 5_000_000}, ("#/type", "max_length")),
        (REQUESTS, {"recipients": ["K" * 5_000_000]}, ("#/recipients/0", "max_length")),
        (CASES, CASE | {"portfolios": ["FRAUD"] * 2000}, ("#/portfolios", "max_length")),
        (CASES, CASE | {"portfolios": ["FRAUD"] * 2}, ("#/portfolios", "twice")),
        (CASES, CASE | {"offences": ["A"] * 2}, ("#/offences", "twice")),
        (CASES, CASE | {"shares": [share] * 100}, ("#/shares", "max_length")),
        (CASES, CASE | {"shares": [share, share | {"role": "OBSERVER"}]}, ("#/shares", "twice")),
        (CASES, CASE | {"persons": [PERSON] * 200}, ("#/persons", "max_length")),
        (
            CASES,
            CASE | {"persons": [{"status_of_person": "SUSPECT", "id": NOBODY}] * 2},
            ("#/persons", "twice"),
        ),
        (
            CASES,
            CASE | {"persons": [person(nationalities=[country] * 2)]},
            ("#/persons/0/person/nationalities", "twice"),
        ),
        (
            CASES,
            CASE | {"persons": [PERSON, person(documents=[document] * 500)]},
            ("#/persons/1/person/documents", "max_length"),
        ),
        (
            CASES,
            CASE | {"persons": [person(identities=PERSON["person"]["identities"] * 30)] * 4},
            ("#", "max_length"),
        ),
        (PERSONS, {"nationalities": [country] * 2000}, ("#/nationalities", "max_length")),
        (PERSONS, {"languages": ["en"] * 5000}, ("#/languages", "max_length")),
        (PERSONS, {"warnings": ["ARMED"] * 2}, ("#/warnings", "twice")),
    ]:
        found, asked = refused(nairobi, address, body)
        assert found == {wrong}, (wrong, found)
        assert asked <= bare[address], (wrong, asked)


def test_texts_have_an_end(nairobi):
    found, _ = refused(nairobi, PERSONS, {"distinguishing_marks": "x" * 5_000_000})
    assert ("#/distinguishing_marks", "max_length") in found


def test_the_codes_of_a_call_are_looked_up_at_once(nairobi):
    offices = [row.code for row in CentralOffice.objects.exclude(code="KEN")[:30]]
    countries = [{"country": code, "status": "CLAIMED"} for code in ("KEN", "PRT", "BRA", "JPN")]

    refused(nairobi, CASES, {})
    refused(nairobi, REQUESTS, {})

    def asked(body) -> int:
        return refused(nairobi, CASES, CASE | {"nobody": 1} | body)[1]

    for few, many in [
        ({"shares": [{"office": offices[0]}]}, {"shares": [{"office": one} for one in offices]}),
        (
            {"persons": [person(nationalities=countries[:1])]},
            {"persons": [person(nationalities=countries)] * 9},
        ),
    ]:
        assert asked(few) == asked(many)
    _, one = refused(nairobi, REQUESTS, WORDS | {"nobody": 1, "recipients": offices[:1]})
    _, all_ = refused(nairobi, REQUESTS, WORDS | {"nobody": 1, "recipients": offices})
    assert one == all_
    found, unknown = refused(
        nairobi, REQUESTS, WORDS | {"recipients": [f"Z{n}" for n in range(99)]}
    )
    assert found == {("#/recipients", "does_not_exist")} and unknown <= one


def test_a_row_of_a_bulk_is_held_to_the_same(db):
    for recipients, code in [(["KEN"] * 3000, "max_length"), (["KEN", "ken"], "twice")]:
        given = NewInput(data=WORDS | {"recipients": recipients})
        with CaptureQueriesContext(connection) as asked:
            assert not given.is_valid()
        assert given.errors["recipients"][0].code == code and not len(asked)


def test_a_list_or_text_without_an_end_in_the_schema_is_a_fault():
    schema = SchemaGenerator().get_schema(request=None, public=True)
    assert schema_bounds.faults(schema) == []

    for name, field, gone in [
        ("NewInputRequest", "recipients", "maxItems"),
        ("PersonRequest", "languages", "maxItems"),
        ("PersonRequest", "distinguishing_marks", "maxLength"),
        ("ChargeInputRequest", "offence", "maxLength"),
        ("ItemAnswerInputRequest", "comment", "maxLength"),
    ]:
        changed = copy.deepcopy(schema)
        del changed["components"]["schemas"][name]["properties"][field][gone]
        (told,) = schema_bounds.faults(changed)
        assert f"{name}.{field}" in told


def test_forms_say_how_long_their_texts_are():
    unbounded = forms_of_ours.without_an_end()
    assert unbounded == [], "a text of a form needs max_length"


def test_rows_of_a_form_repeat_nothing_and_ask_once(db):
    for rows, name, other in [
        (ShareRows, "office", {"role": "OBSERVER"}),
        (NationalityRows, "jurisdiction", {"status": "CLAIMED"}),
    ]:
        prefix = rows.get_default_prefix()
        for codes, right in [(["PRT", "Portugal"], False), (["PRT", "BRA", "KEN"], True)]:
            data = {f"{prefix}-TOTAL_FORMS": len(codes), f"{prefix}-INITIAL_FORMS": 0}
            for number, code in enumerate(codes):
                data[f"{prefix}-{number}-{name}"] = code
                data |= {f"{prefix}-{number}-{key}": value for key, value in other.items()}
            with CaptureQueriesContext(connection) as asked:
                formset = rows(data)
                assert formset.is_valid() is right, formset.errors
            assert len(asked) <= 2  # as they are called now, and as they were called
            if not right:
                assert name in formset.errors[1]
        assert rows.absolute_max == MOST_ITEMS


def test_there_are_not_more_offices_than_a_list_of_offices_takes(db):
    assert CentralOffice.objects.count() < MOST_OFFICES and MOST_ITEMS < MOST_OBJECTS
