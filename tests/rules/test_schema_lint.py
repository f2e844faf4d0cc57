"""The schema is fit for linters and generators of clients, and each rule about it can fail."""

import copy
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from kernel.api import schema_examples, schema_lint

CASES = "/api/v1/cases"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def test_no_linter_has_anything_to_say_of_the_schema(schema):
    assert schema_lint.faults(schema) == []


def test_every_rule_about_the_document_notices_its_fault(schema):
    changed = copy.deepcopy(schema)
    paths, offices = changed["paths"], changed["paths"]["/api/v1/offices"]["get"]
    listed, made = paths[CASES]["get"], paths[CASES]["post"]
    del changed["info"]["license"], changed["info"]["description"], changed["info"]["contact"]
    changed["servers"][0]["url"] += "/"
    changed["tags"] += [{"name": "cases"}]
    listed |= {"summary": " ", "tags": ["nowhere"], "operationId": made["operationId"]}
    first = listed["parameters"][0]
    listed["parameters"] += [first]
    listed["security"] = [{"officeToken": ["anything"]}, {"secret": []}]
    del offices["security"]
    offices["responses"] = {"100": {"description": ""}}
    offices["description"] += "<script>"
    paths["/api/v1/cases/{id}"]["get"]["parameters"] = []
    paths["/api/v1/cases/{case}"] = {}
    paths["/api/v1/cases/bulk/{id}"] = {}
    paths["/api/v1/jobs/"] = paths.pop("/api/v1/jobs")
    paths["/api/v1/jobs?x={}"] = {}
    changed["webhooks"]["ping"]["post"].pop("operationId")

    assert set(schema_lint.faults(changed)) >= {
        "info has no license.",
        "info has no description.",
        "info has no contact.",
        "The license has neither url nor identifier.",
        f"The server {changed['servers'][0]['url']} ends in a slash.",
        "The tag cases is there 2 times.",
        "The tag cases has no description.",
        "GET /api/v1/cases has no summary.",
        "GET /api/v1/cases has the tag nowhere, which is not described.",
        f"GET /api/v1/cases has the parameter {first['name']} ({first['in']}) 2 times.",
        "GET /api/v1/cases asks for the scope anything, which officeToken does not offer.",
        "GET /api/v1/cases asks for secret, which is no security scheme.",
        "The operationId 'cases_create' is there 2 times.",
        "GET /api/v1/offices does not say who may call it.",
        "GET /api/v1/offices has no answer of the 200s or 300s.",
        "GET /api/v1/offices has no answer of the 400s.",
        "GET /api/v1/offices has no example.",
        "GET /api/v1/offices has a description that a page could run.",
        "GET /api/v1/cases/{id} has the parameter id in its address or in its list, not in both.",
        "The address /api/v1/cases/{} is there 2 times.",
        "A call may fit both /api/v1/cases/{id}/close and /api/v1/cases/bulk/{id}.",
        "The address /api/v1/jobs/ ends in a slash.",
        "The address /api/v1/jobs?x={} has a query.",
        "The address /api/v1/jobs?x={} has a parameter without a name.",
        "The operationId '' is no name.",
    }


def test_every_rule_about_the_schemas_notices_its_fault(schema):
    changed = copy.deepcopy(schema)
    parts = changed["components"]["schemas"]
    listed = changed["paths"]["/api/v1/arrests"]["get"]["responses"]["200"]["content"]
    listed["application/json"]["example"]["previous"] = None
    parts["PaginatedArrestList"]["properties"]["previous"] = {"type": "string", "nullable": True}
    fields = parts["PaginatedCaseList"]["properties"]
    fields["copy"] = {"type": "array", "description": "A list of anything."}
    parts["PaginatedCaseList"]["required"] += ["total"]
    fields["either"] = {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    fields["code"] = {"type": "string", "enum": ["A", "A", 7], "default": ""}
    fields["length"] = {"type": "text"}
    parts["Alone"] = {"type": "object"}

    told = "\n".join(schema_lint.faults(changed))
    place = "PaginatedCaseList"
    for sentence in (
        "PaginatedArrestList.previous has nullable, which JSON Schema 2020-12 does not know.",
        "The example of GET /api/v1/arrests 200 is none by its own schema: ['previous'] None is",
        f"{place} has the field copy, a name that clients' classes have themselves.",
        f"{place}.copy is a list of nothing that is said.",
        f"{place} requires total, which it does not have.",
        f"{place}.either is one of several kinds: clients get a class that wraps them.",
        f"{place}.code has a code twice.",
        f"{place}.code has the code 7, which is no string.",
        f"The default of {place}.code is none by its own schema: [] '' is not one of",
        f"{place} is no JSON Schema 2020-12: 'text' is not valid",
        "Nothing leads to the component Alone.",
    ):
        assert sentence in told, told


def test_a_text_without_an_example_is_named():
    field = {"type": "object", "properties": {"nickname": {"type": "string"}}}
    maker = schema_examples.Maker({}, {}, {})
    with pytest.raises(schema_examples.Unsaid, match="nickname"):
        maker.of(field)


def test_one_class_stands_for_an_object_however_it_was_asked_for(schema):
    """With `fields` an answer has some members only, so that none of them is required."""
    parts = schema["components"]["schemas"]
    listed = parts["PaginatedCaseList"]["properties"]["results"]["items"]
    content = schema["paths"]["/api/v1/cases/{id}"]["get"]["responses"]["200"]["content"]

    assert listed == content["application/json"]["schema"] == {"$ref": "#/components/schemas/Case"}
    assert "required" not in parts["Case"]
    assert {"id", "title"} <= set(parts["Case"]["x-required-without-fields"])
    assert not [name for name in parts if name.startswith("Some")]
