"""Sparse fields in the OpenAPI schema: answers that may be asked for with some fields only."""

import copy
from typing import Any

from drf_spectacular.hooks import postprocess_schema_enums

from kernel.forms.sizes import MOST_ITEMS

JSON = "application/json"


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
    """Postprocessing of the schema: name the enums, then add every answer with fields left out."""
    result = postprocess_schema_enums(result, generator, request=request, public=public)
    schemas = result["components"]["schemas"]
    for item in result["paths"].values():
        operation = item.get("get", {})
        if any(row["name"] == "fields" for row in operation.get("parameters", [])):
            media = operation["responses"]["200"]["content"][JSON]
            full = media["schema"]
            media["schema"] = {"anyOf": [full, _some(full, schemas)]}
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result


def _some(full: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The component with no field required; of a page, a page of such rows."""
    name = full["$ref"].rsplit("/", 1)[-1]
    schema = copy.deepcopy(schemas[name])
    items = schema.get("properties", {}).get("results", {}).get("items", {})
    if "$ref" in items:
        schema["properties"]["results"]["items"] = _some(items, schemas)
    else:
        schema.pop("required", None)
    schemas[f"Some{name}"] = schema
    return {"$ref": f"#/components/schemas/Some{name}"}
