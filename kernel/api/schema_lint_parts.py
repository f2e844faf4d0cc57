"""Rules of the JSON Schemas within the OpenAPI document: meta-schema, codes, examples, names."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from kernel.api.schema_rules import METHODS

# Keywords of JSON Schema 2020-12 that we use, and of OpenAPI 3.1's vocabulary. `nullable` is none.
KEYWORDS = {
    "$ref", "additionalProperties", "allOf", "anyOf", "const", "default", "deprecated",
    "description", "enum", "example", "examples", "exclusiveMaximum", "exclusiveMinimum", "format",
    "items", "maxItems", "maxLength", "maximum", "minItems", "minLength", "minimum", "oneOf",
    "pattern", "properties", "readOnly", "required", "title", "type", "uniqueItems", "writeOnly",
}  # fmt: skip
# Names that the classes of pydantic have themselves: a field of such a name hides them in clients.
TAKEN = {
    "construct", "copy", "dict", "fields", "from_orm", "json", "parse_file", "parse_obj",
    "parse_raw", "schema", "schema_json", "update_forward_refs", "validate",
}  # fmt: skip
TYPES = {"string": str, "integer": int, "boolean": bool, "null": type(None)}
PLACE = "urn:openapi"
Found = Iterator[tuple[str, dict[str, Any]]]


def faults(schema: dict[str, Any]) -> Iterator[str]:
    """A sentence for each schema that a strict reader or a generator of clients stumbles over."""
    components = schema["components"]["schemas"]
    whole = [*components.items(), *_outer(schema)]
    for place, outer in whole:
        try:
            Draft202012Validator.check_schema(outer)
        except SchemaError as error:
            yield f"{place} is no JSON Schema 2020-12: {error.message[:300]}"
        for where, part in _parts(outer, place):
            yield from _part(where, part)
    judge = _Judge(schema)
    for where, part in (row for place, outer in whole for row in _parts(outer, place)):
        if "default" in part and (told := judge.fault(part, part["default"])):
            yield f"The default of {where} is none by its own schema: {told}"
    for where, media in _media(schema):
        if "example" in media and (told := judge.fault(media["schema"], media["example"])):
            yield f"The example of {where} is none by its own schema: {told}"
    for name in sorted(set(components) - _led_to(schema)):
        yield f"Nothing leads to the component {name}."


def _part(where: str, part: dict[str, Any]) -> Iterator[str]:
    for name in part:
        if name not in KEYWORDS and not name.startswith("x-"):
            yield f"{where} has {name}, which JSON Schema 2020-12 does not know."
    fields = part.get("properties", {})
    for name in part.get("required", []):
        if name not in fields:
            yield f"{where} requires {name}, which it does not have."
    for name in fields:
        if name in TAKEN or name.startswith("model_"):
            yield f"{where} has the field {name}, a name that clients' classes have themselves."
    if "array" in _types(part) and "items" not in part:
        yield f"{where} is a list of nothing that is said."
    codes = part.get("enum", [])
    if len({repr(code) for code in codes}) < len(codes):
        yield f"{where} has a code twice."
    kinds = tuple(TYPES[kind] for kind in _types(part) if kind in TYPES)
    for code in codes:
        if kinds and not isinstance(code, kinds):
            yield f"{where} has the code {code!r}, which is no {part['type']}."
    if (
        "anyOf" in part
        or len([row for row in part.get("oneOf", []) if row != {"type": "null"}]) > 1
    ):
        yield f"{where} is one of several kinds: clients get a class that wraps them."


def _types(part: dict[str, Any]) -> list[str]:
    kinds = part.get("type", [])
    return [kinds] if isinstance(kinds, str) else kinds


def _parts(node: dict[str, Any], place: str) -> Found:
    """A schema and every schema within it."""
    yield place, node
    for name, part in node.get("properties", {}).items():
        yield from _parts(part, f"{place}.{name}")
    for name in ("items", "additionalProperties"):
        if isinstance(node.get(name), dict):
            yield from _parts(node[name], f"{place}.{name}")
    for name in ("allOf", "anyOf", "oneOf"):
        for part in node.get(name, []):
            yield from _parts(part, place)


def _media(schema: dict[str, Any]) -> Found:
    """Bodies, answers and parameters of every operation: whatever has a schema and an example."""
    for path, item in {**schema["paths"], **schema.get("webhooks", {})}.items():
        for method in METHODS & set(item):
            where, operation = f"{method.upper()} {path}", item[method]
            for media in operation.get("requestBody", {}).get("content", {}).values():
                yield f"{where} body", media
            for status, answer in operation["responses"].items():
                for media in answer.get("content", {}).values():
                    yield f"{where} {status}", media
            for row in operation.get("parameters", []):
                yield f"{where} {row['name']}", row


def _outer(schema: dict[str, Any]) -> Found:
    for where, media in _media(schema):
        if "$ref" not in media["schema"]:
            yield where, media["schema"]


def _led_to(schema: dict[str, Any]) -> set[str]:
    """The components that an operation leads to, through others perhaps."""
    components, found = schema["components"]["schemas"], set[str]()
    open_ends = [media["schema"] for _where, media in _media(schema)]
    while open_ends:
        for _where, part in _parts(open_ends.pop(), ""):
            name = str(part.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                open_ends.append(components[name])
    return found


class _Judge:
    """Tells whether a value is what a schema says, with references to the components."""

    def __init__(self, schema: dict[str, Any]) -> None:
        resource = Resource.from_contents(schema, default_specification=DRAFT202012)
        self.registry: Any = Registry().with_resource(PLACE, resource)

    def fault(self, schema: dict[str, Any], value: Any) -> str:
        judge = Draft202012Validator(
            _absolute(schema), registry=self.registry, format_checker=_formats()
        )
        error = next(judge.iter_errors(value), None)
        return f"{list(error.absolute_path)} {error.message[:300]}" if error else ""


@cache
def _formats() -> FormatChecker:
    return FormatChecker(formats=["date", "email", "uuid"])


def _absolute(node: Any) -> Any:
    """The schema with its references in the document, wherever it stands itself."""
    if isinstance(node, list):
        return [_absolute(part) for part in node]
    if not isinstance(node, dict):
        return node
    return {
        name: f"{PLACE}{part}" if name == "$ref" else _absolute(part) for name, part in node.items()
    }
