"""Sparse fields in the OpenAPI schema: answers that may be asked for with some fields only."""

from typing import Any

from drf_spectacular.hooks import postprocess_schema_enums

from kernel.forms.sizes import MOST_ITEMS

JSON = "application/json"
BLANK, NULL = "BlankEnum", "NullEnum"  # components of drf-spectacular
ALWAYS = "x-required-without-fields"


def describe(operation: dict[str, Any], names: list[str]) -> None:
    """Add the parameter `fields`."""
    items = {"type": "string", "enum": names}
    schema = {"type": "array", "maxItems": MOST_ITEMS, "items": items}
    words = {
        "in": "query",
        "name": "fields",
        "description": "Answer with these fields only, separated by commas; without it all.",
    }
    parameter = {**words, "style": "form", "explode": False, "schema": schema}
    operation.setdefault("parameters", []).append(parameter)


def finish(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing of the schema: name the enums, then require nothing that `fields` leaves out.

    One component for an object however it was asked for, so that clients have one class. What it
    always has where the call names no `fields` stands in ALWAYS.
    """
    result = postprocess_schema_enums(result, generator, request=request, public=public)
    schemas = result["components"]["schemas"]
    for component in schemas.values():
        for field in component.get("properties", {}).values():
            _in_one_list(field, schemas)
    for item in result["paths"].values():
        operation = item.get("get", {})
        if any(row["name"] == "fields" for row in operation.get("parameters", [])):
            row = _row(operation["responses"]["200"]["content"][JSON]["schema"], schemas)
            if "required" in row:
                row[ALWAYS] = row.pop("required")
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result


def _row(answer: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The component of the objects that an answer is made of: itself, or the rows of its page."""
    found: dict[str, Any] = schemas[answer["$ref"].rsplit("/", 1)[-1]]
    rows = found.get("properties", {}).get("results", {}).get("items", {})
    return _row(rows, schemas) if "$ref" in rows else found


def _in_one_list(field: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Codes, or nothing: one list of codes with an empty one, or the component or null.

    As alternatives of components they would be a class of its own in clients.
    """
    names = [part.get("$ref", "").rsplit("/", 1)[-1] for part in field.get("oneOf", [])]
    if names[1:] == [BLANK]:
        del field["oneOf"]
        field |= {"type": "string", "enum": [*schemas[names[0]]["enum"], ""]}
    elif names[1:] == [NULL]:
        field["oneOf"][1] = {"type": "null"}
