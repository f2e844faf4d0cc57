"""What the schema allows is taken, and what it does not is refused by name: every parameter."""

import re
from typing import Any
from uuid import uuid4

import pytest
from drf_spectacular.generators import SchemaGenerator

from central_offices.models import CentralOffice
from tests import systems
from tests.exchange.conftest import draft

pytestmark = pytest.mark.django_db
KEY = "Idempotency-Key"
WHY = {"X-Purpose": "INFORMATION"}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def readings(schema: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The address and the parameters of every GET; of one object, for an id that is nobody's."""
    found = []
    for path, item in schema["paths"].items():
        if "get" in item:
            rows = item["get"].get("parameters", [])
            address = re.sub(
                r"\{(\w+)\}", lambda found: "KEN" if found[1] == "code" else str(uuid4()), path
            )
            found.append((address, [row for row in rows if row["in"] == "query"]))
    return found


def taken_and_refused(schema: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Values that the schema of a parameter allows, and values that it does not."""
    if schema["type"] == "array":
        return taken_and_refused(schema["items"])
    if "enum" in schema:
        return [str(schema["enum"][-1])], ["NO-SUCH-CODE", "", "0.5"]
    if schema["type"] == "integer":
        least, most = schema["minimum"], schema["maximum"]
        return [str(least), str(most)], ["", "0.5", "one", str(least - 1), str(most + 1)]
    if schema["type"] == "boolean":
        return ["true", "false"], ["", "perhaps", "2"]
    kind = schema.get("format")
    if kind == "uuid":
        return [str(uuid4())], ["", "x", "0"]
    if kind == "date":
        return ["2026-11-28"], ["", "2026-02-30", "tomorrow"]
    assert schema["minLength"] >= 1 and schema["maxLength"], schema
    return [], ["", "x" * (schema["maxLength"] + 1)]


def test_every_value_of_a_parameter_is_taken_or_refused_as_the_schema_says(schema, amina, over_api):
    wrong, officer = [], over_api(amina)
    system = systems.calling(systems.register(CentralOffice.objects.get(code="KEN")))
    for address, parameters in readings(schema):
        client = system if "mailbox" in address else officer
        for row in parameters:
            name, (yes, no) = row["name"], taken_and_refused(row["schema"])
            needs = {"lane": "NORMAL"} if name == "after" else {}
            for value in [*yes, *no]:
                answer = client.get(address, {name: value} | needs, headers=WHY)
                told = answer.json() if answer.status_code >= 400 else {}
                refused = any(name in error["pointer"] for error in told.get("errors", []))
                if refused == (value in yes) or (answer.status_code == 400) != refused:
                    wrong.append((address, name, value[:20], answer.status_code, told))
        answer = client.get(address, {"classificaton": "x"}, headers=WHY)
        if "classificaton" not in answer.content.decode():
            wrong.append((address, "an unknown parameter", answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))


# Words and dates, and references: who may not see a case does not learn that there is one.
NO_CODES = {"q", "reference", "un_reference", "case", "born", "born_from", "born_to"}
NO_CODES |= {"cursor", "fields"}


def test_a_code_that_there_is_not_is_named_by_every_list(schema, amina, over_api):
    officer, seen, wrong = over_api(amina), set(), []
    for address, parameters in readings(schema):
        for row in parameters:
            name, kind = row["name"], row["schema"].get("items", row["schema"])
            if kind["type"] != "string" or {"format", "enum"} & set(kind) or name in NO_CODES:
                continue
            seen.add(name)
            answer = officer.get(address, {name: "NO-SUCH-CODE"}, headers=WHY)
            told = [(error["pointer"], error["code"]) for error in answer.json().get("errors", [])]
            if "{" not in address and told != [(f"#/{name}", "invalid_choice")]:
                wrong.append((address, name, answer.status_code, told))
    assert seen >= {"type", "office", "country", "nationality", "offence", "language"}
    assert not wrong, "\n".join(map(str, wrong))


def test_a_call_that_takes_no_parameter_takes_none(db):
    kenya = systems.calling(systems.register(CentralOffice.objects.get(code="KEN")))
    for path in ("/api/v1/requests/bulk/", "/api/v1/mailbox/acks/", "/api/v1/requests/"):
        (error,) = kenya.post(f"{path}?urgency=FLASH", {}).json()["errors"]
        assert (error["pointer"], error["code"]) == ("#/urgency", "unknown")


def test_every_body_is_taken_in_the_form_that_the_schema_shows_and_in_no_other(schema):
    """A form with files in the place of JSON has texts alone: a list, a number or null is none."""
    generator, wrong = SchemaGenerator(), []
    generator._initialise_endpoints()
    for path, _regex, method, view in generator._get_paths_and_endpoints():
        operation = schema["paths"].get(path.rstrip("/"), {}).get(method.lower(), {})
        if method in ("POST", "PATCH", "PUT", "DELETE") and operation:
            shown = set(operation.get("requestBody", {}).get("content", {"application/json": {}}))
            taken = {str(parser.media_type) for parser in view.get_parsers()}
            wrong += [(method, path, taken)] if taken != shown else []
    assert not wrong


def test_a_body_in_another_form_is_refused_before_it_is_read(amina, over_api):
    officer, form = over_api(amina), {"title": "A boat", "text": "Seen in Mombasa."}
    case = officer.post("/api/v1/cases/", {"title": "A case", "portfolios": ["FRAUD"]}).json()["id"]
    calls = [
        (path, "multipart", form)
        for path in ("requests/", "requests/bulk/", "cases/", f"cases/{case}/notes/", "consents/")
    ]
    calls += [(path, "json", form) for path in ("attachments/", f"cases/{case}/documents/")]
    for path, kind, body in calls:
        answer = officer.post(f"/api/v1/{path}", body, format=kind)
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type"), path


def test_who_has_not_said_who_it_is_hears_that_first(client):
    assert client.get("/api/v1/cases/", {"nothing": "x"}).status_code == 401


def test_a_mark_of_a_call_is_looked_at_wherever_the_schema_has_it(schema, db):
    """Else a key that is too long is taken, or one of a call that is sent twice does nothing."""
    kenya = systems.calling(systems.register(CentralOffice.objects.get(code="KEN")))
    for step, body in (("", {"ids": []}), ("take-back/", {"lane": "NORMAL", "after": 0})):
        for key in ("short", "x" * 256):
            answer = kenya.post(f"/api/v1/mailbox/acks/{step}", body, headers={KEY: key})
            assert answer.json()["code"] == "idempotency_key_invalid"
        answers = [
            kenya.post(f"/api/v1/mailbox/acks/{step}", body, headers={KEY: f"once-{step}-4711"})
            for _twice in range(2)
        ]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[1].headers["Idempotent-Replayed"] == "true"

    for path, item in schema["paths"].items():
        named = {row["name"] for row in item.get("post", {}).get("parameters", [])}
        assert "post" not in item or KEY in named, path


def test_an_id_that_is_nobodys_lists_nothing_and_tells_nothing(amina, pierre, over_api):
    """A filter that refused unknown ids would say which requests of others there are."""
    theirs = draft(pierre, "BRA")
    for request in (str(theirs.pk), str(uuid4())):
        answer = over_api(amina).get("/api/v1/consents/", {"request": request}, headers=WHY)
        assert answer.json()["results"] == []
