"""Whatever the OpenAPI schema names says in a sentence what it is, and the check notices if not."""

import copy

import pytest
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator

from kernel.api import descriptions, schema_rules


@pytest.fixture(scope="module")
def schema():
    return SchemaGenerator().get_schema(request=None, public=True)


def test_the_schema_of_all_objects_is_valid_and_made_without_a_warning(tmp_path):
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml")
    )


def test_everything_in_the_schema_says_what_it_is(schema):
    assert schema_rules.faults(schema) == []


def test_requests_answers_parameters_and_webhooks_are_looked_at(schema):
    found = {(row.kind, row.place) for row in schema_rules.named(schema)}

    assert ("field", "NewInputRequest.urgency") in found
    assert ("field", "Request.recipients") in found
    assert ("field", "Problem.errors.pointer") in found
    assert ("field", "PaginatedCaseList.next") in found
    assert ("parameter", "GET /api/v1/cases query status") in found
    assert ("parameter", "GET /api/v1/cases/{id} path id") in found
    assert ("parameter", "POST request.sent header webhook-id") in found
    assert ("operation", "POST request.sent") in found


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "field Row.title has no description."),
        ("* `A` - first", "field Row.title is not described in a sentence: ''"),
        ("The subject", "field Row.title is not described in a sentence: 'The subject'"),
        ("the subject.", "field Row.title is not described in a sentence: 'the subject.'"),
    ],
)
def test_a_field_without_a_sentence_is_a_fault(schema, words, told):
    changed = copy.deepcopy(schema)
    changed["components"]["schemas"]["Row"]["properties"]["title"]["description"] = words

    assert schema_rules.faults(changed) == [told]


def test_a_field_of_an_object_within_an_answer_is_a_fault(schema):
    changed = copy.deepcopy(schema)
    within = {"type": "object", "properties": {"bare": {"type": "string"}}}
    answer = changed["paths"]["/api/v1/jwks"]["get"]["responses"]["200"]
    answer["content"]["application/json"]["schema"] = {"type": "array", "items": within}

    (told,) = schema_rules.faults(changed)
    assert told.startswith("field paths./api/v1/jwks.get") and told.endswith("no description.")


def test_codes_parameters_and_operations_without_words_are_faults(schema):
    changed = copy.deepcopy(schema)
    del changed["components"]["schemas"]["UrgencyEnum"]["description"]
    calls = changed["paths"]["/api/v1/jobs"]["get"]
    calls["description"] = ""
    status = next(row for row in calls["parameters"] if row["name"] == "status")
    status["description"] = "Only work in this state."

    assert schema_rules.faults(changed) == [
        "GET /api/v1/jobs query status does not say what its codes mean.",
        "codes UrgencyEnum has no description.",
        "operation GET /api/v1/jobs has no description.",
    ]


def test_a_class_adds_to_the_descriptions_of_its_bases():
    class First:
        descriptions = {"id": "One.", "name": "Two."}

    class Second(First):
        descriptions = {"name": "Three."}

    assert descriptions.of(Second) == {"id": "One.", "name": "Three."}


def test_the_codes_of_a_field_stay_below_its_words():
    assert descriptions.above_codes("New.", "Old.\n\n* `A` - first") == "New.\n\n* `A` - first"
    assert descriptions.above_codes("New.", "* `A` - first") == "New.\n\n* `A` - first"
    assert descriptions.above_codes("New.", "Old.") == "New."
