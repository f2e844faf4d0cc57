"""The common parts of every endpoint in the OpenAPI schema."""

import re
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import (
    ResolvedComponent,
    build_choice_description_list,
    force_instance,
)

from kernel.api import descriptions, lists, schema_sparse_fields
from kernel.api.codes import CodeField
from kernel.api.idempotency import Repeatable
from kernel.api.sparse_fields import Sparse
from kernel.forms.sizes import MOST_CODE_CHARACTERS, MOST_ITEMS, MOST_PARAMETER_CHARACTERS
from kernel.signed_writes import is_signed


def _text(words: str) -> dict[str, Any]:
    return {"type": "string", "description": words}


PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": _text("Address of a page that explains the `code`, below /api/v1/problems/."),
        "title": _text("The name of the HTTP status, in English."),
        "status": {"type": "integer", "description": "The HTTP status of this answer."},
        "code": _text("What is wrong, as one word for programs, such as `not_ready` or `stale`."),
        "detail": _text("A sentence for people that says what to do, in the caller's language."),
        "instance": _text("The path that was called; absent from the `problem` of a bulk's row."),
        "request_id": _text("The number of this call in our log: name it when you ask us."),
        "errors": {
            "type": "array",
            "description": "Each value that is wrong or missing; absent where none is.",
            "items": {
                "title": "ProblemError",
                "type": "object",
                "properties": {
                    "pointer": _text("Where in the body: `#`, then names and indices after `/`."),
                    "code": _text("What is wrong with this value, such as `required`, `missing`."),
                    "detail": _text("What to do about this value, in the caller's language."),
                },
            },
        },
    },
}
SIGNATURE = {
    "in": "header",
    "name": "X-JWS-Signature",
    "schema": {"type": "string"},
    "description": "Detached JWS (Ed25519) over the body, new for every attempt; needed once "
    "your office has registered a key, and refused before.",
}
READ = {
    "400": "Invalid values",
    "401": "Not signed in",
    "403": "Not permitted",
    "404": "Missing, or not yours to see",
    "406": "Only JSON can be answered",
    "409": "Not possible in this state",
    "415": "Unsupported media type or encoding",
    "429": "Too many",
}
WRITE = READ | {
    "412": "Changed meanwhile",
    "413": "Too large",
    "422": "Something is missing",
    "428": "If-Match is missing",
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "minLength": 8, "maxLength": 255},
    "description": "Your own mark of this call: sent again with the same body within 24 hours, it "
    "is not carried out twice and gets the same answer. With another body it is refused with 422.",
}
MATCH = {
    "in": "header",
    "name": "If-Match",
    "schema": {"type": "string"},
    "description": "The ETag that you read: where the record has changed since, the answer is 412.",
}
NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "schema": {"type": "string"},
    "description": "The ETag of the answer that you have; unchanged, it is answered with 304.",
}
REASON = {
    "in": "header",
    "name": "X-Reason",
    "schema": {"type": "string", "maxLength": 1000},
    "description": "Why a person opens a confidential record, once a session; percent-encoded "
    "where it is not ASCII; without it 400, `reason_required`. Not for offices' systems.",
}
HEADERS: dict[str, list[dict[str, Any]]] = {
    "GET": [NONE_MATCH],
    "POST step": [MATCH],
    "PATCH": [MATCH | {"required": True}],
}


def _is_signed(path: str, method: str) -> bool:
    return method != "GET" and is_signed(path)


def _bound(parameter: dict[str, Any], filter: Any) -> None:
    """Say which values a parameter of an address takes: agency/api/parameters.py asks for it."""
    if parameter["in"] != "query" or "schema" not in parameter:
        return
    schema, extra = parameter["schema"], filter.extra if filter else {}
    if schema.get("type") == "array":
        schema.setdefault("maxItems", MOST_ITEMS)
        if "enum" not in schema["items"] and (rows := _rows(extra.get("choices"))):
            codes = [code for code, _label in rows]
            kind = "integer" if isinstance(codes[0], int) else "string"
            schema["items"] = {"type": kind, "enum": codes}
            told = build_choice_description_list(_rows(extra["choices"]))
            parameter["description"] = f"{parameter.get('description', '')}\n\n{told}"
        _bound_text(schema["items"])
    elif {"min_value", "max_value"} <= set(extra):
        bounds = {"minimum": extra["min_value"], "maximum": extra["max_value"]}
        parameter["schema"] = {"type": "integer", **bounds}
    elif "enum" in schema:
        schema.pop("minLength", None)
    else:
        _bound_text(schema)


def _bound_text(schema: dict[str, Any]) -> None:
    if schema.get("type") == "string" and not {"format", "enum"} & set(schema):
        schema.setdefault("minLength", 1)
        schema.setdefault("maxLength", MOST_PARAMETER_CHARACTERS)


def _rows(choices: Any) -> list[tuple[Any, str]]:
    """The codes of a filter that takes several of them, each with its label.

    None where they are rows of the database, which the schema doesn't ask.
    """
    found = getattr(choices, "choices", choices) or []
    return [] if callable(found) else list(found)


def _or_null(found: dict[str, Any]) -> dict[str, Any]:
    """The schema of a field that is answered as null where its source has nothing."""
    kind = found.get("type")
    return {**found, "type": [kind, "null"]} if isinstance(kind, str) else found


def summary_of(words: str) -> str:
    """The first clause of a description: a title for menus and for the methods of clients."""
    return re.split(r"[.;:](?:\s|$)", words.strip(), maxsplit=1)[0].replace("\n", " ")


class Schema(AutoSchema):
    """Adds what any operation may be sent and may answer: headers, tags and problems."""

    def get_summary(self) -> str:  # type: ignore[override]
        return summary_of(self.get_description())

    def get_operation_id(self) -> str:
        """`requests_answer` for a step; `requests_create` for what adds to a list."""
        found: str = super().get_operation_id()
        action = getattr(self.view, getattr(self.view, "action", None) or "", None)
        adds = (
            getattr(action, "__name__", "") == "create" or len(getattr(action, "mapping", ())) > 1
        )
        return found if adds else found.removesuffix("_create")

    def get_description(self) -> str:  # type: ignore[override]
        """The view's own words about this operation, or the docstring of its function."""
        said: dict[str, str] = getattr(self.view, "operations", {})
        found: str = said.get(getattr(self.view, "action", "")) or super().get_description()
        return found

    def _map_serializer_field(
        self, field: Any, direction: str, bypass_extensions: bool = False
    ) -> dict[str, Any] | None:
        """The field with its bounds, as lists.py asks for them."""
        found: dict[str, Any] | None = super()._map_serializer_field(
            field, direction, bypass_extensions
        )
        if found and direction == "response" and getattr(field, "default", "") is None:
            found = _or_null(found)
        if direction == "request" and found:
            if isinstance(field, lists.LISTS):
                return {**found, "maxItems": lists.most(field)}
            if isinstance(field, CodeField):
                return {"maxLength": MOST_CODE_CHARACTERS, **found}
        return found

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        schema: dict[str, Any] = super()._map_basic_serializer(serializer, direction)
        fields = schema.get("properties", {})
        for name, words in descriptions.of(type(force_instance(serializer))).items():
            if name in fields:
                fields[name] = descriptions.described(fields[name], words)
        return schema

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(
            path, path_regex, path_prefix, method, registry
        )
        if operation is None:
            return None
        operation.setdefault("security", [])  # nobody is asked who it is
        problem = ResolvedComponent("Problem", ResolvedComponent.SCHEMA, PROBLEM, "problem")
        registry.register_on_missing(problem)
        media = {"application/problem+json": {"schema": problem.ref}}
        for status, words in (READ if method == "GET" else WRITE).items():
            answer = {"description": words, "content": media}
            operation["responses"].setdefault(status, answer)
        self._tagged(operation["responses"], method)
        if method == "GET" and isinstance(self.view, Sparse) and self.view.takes_fields():
            schema_sparse_fields.describe(operation, self.view.field_names())
        given = operation["parameters"] = self._described(operation.get("parameters", []))
        named = {parameter["name"] for parameter in given}
        kind = "POST step" if method == "POST" and getattr(self.view, "detail", False) else method
        once = [KEY] if method == "POST" and isinstance(self.view, Repeatable) else []
        sent = [*once, *HEADERS.get(kind, []), *([SIGNATURE] if _is_signed(path, method) else [])]
        if getattr(self.view, "asks_reason", False) and getattr(self.view, "detail", False):
            sent.append(REASON)
        given += [header for header in sent if header["name"] not in named]
        return operation

    def _described(self, parameters: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The parameters with the words of the view; an `id` in a path is everywhere the same."""
        words = descriptions.of(type(self.view))
        filters = self._filters()
        for row in parameters:
            told = words.get(row["name"], "")
            if row["in"] == "path" and row["name"] == "id":
                told = told or descriptions.ID
            if told:
                row["description"] = descriptions.above_codes(told, row.get("description", ""))
            _bound(row, filters.get(row["name"]))
        return parameters

    def _filters(self) -> dict[str, Any]:
        """The filters of the view's list by name."""
        view: Any = self.view
        found = None
        for backend in getattr(view, "filter_backends", ()):
            if hasattr(backend, "get_filterset_class"):
                found = backend().get_filterset_class(view, view.queryset)
        return dict(found.base_filters) if found else {}

    @staticmethod
    def _tagged(responses: dict[str, Any], method: str) -> None:
        """Describe the ETag of a GET, and that its answer is not sent to whoever has it already."""
        if method != "GET":
            return
        responses["304"] = {"description": "You have it already"}
        tag = {"description": "Of this answer", "schema": {"type": "string"}}
        responses["200"].setdefault("headers", {})["ETag"] = tag
