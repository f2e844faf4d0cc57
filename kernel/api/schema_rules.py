"""The rules of the OpenAPI schema: whatever it names says in a sentence what it is."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kernel.api.descriptions import CODES

UNNAMED = {"components", "schemas", "properties", "items"}  # not part of where a field stands
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
SENTENCE = re.compile(r"[A-Z0-9`].*\.", re.DOTALL)


class Named(NamedTuple):
    """A field, parameter, operation, component or list of codes of the schema, and its words."""

    kind: str
    place: str
    words: str

    @property
    def fault(self) -> str:
        """The fault of its words; empty for a sentence."""
        if not self.words.strip():
            return f"{self.kind} {self.place} has no description."
        told = self.words.split(CODES)[0].strip()
        if self.kind == "codes":
            return (
                f"{self.place} does not say what its codes mean." if CODES not in self.words else ""
            )
        if not SENTENCE.fullmatch(told):
            return f"{self.kind} {self.place} is not described in a sentence: {told!r}"
        return ""


def named(schema: dict[str, Any]) -> list[Named]:
    """Everything in the schema that has to say what it is, webhooks and inline objects included."""
    found = [*_fields(schema, "")]
    for place, item in {**schema["paths"], **schema.get("webhooks", {})}.items():
        for method in METHODS & set(item):
            found += _operation(item[method], f"{method.upper()} {place}")
    for name, component in schema["components"]["schemas"].items():
        words = component.get("description", "")
        if "properties" in component:
            found.append(Named("component", name, words))
        elif len(component.get("enum", [])) > 1:
            found.append(Named("codes", name, words))
    return found


def faults(schema: dict[str, Any]) -> list[str]:
    """A sentence for each that does not say what it is."""
    return sorted({row.fault for row in named(schema) if row.fault})


def counted(schema: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """By kind: how many there are, and how many have words."""
    rows, kinds = named(schema), ("field", "parameter", "operation", "component", "codes")
    of_kind = {kind: [row for row in rows if row.kind == kind] for kind in kinds}
    return {
        kind: (len(some), sum(bool(row.words.strip()) for row in some))
        for kind, some in of_kind.items()
    }


def _operation(operation: dict[str, Any], place: str) -> Iterator[Named]:
    words = operation.get("description", "")
    yield Named("operation", place, words)
    for row in operation.get("parameters", []):
        name = f"{place} {row['in']} {row['name']}"
        yield Named("parameter", name, row.get("description", ""))
        codes = row.get("schema", {})
        codes = codes.get("items", codes)
        if len(codes.get("enum", [])) > 1 and row["name"] != "fields":
            yield Named("codes", name, row.get("description", ""))


def _fields(node: Any, place: str) -> Iterator[Named]:
    """The properties of every object below a part of the schema."""
    if isinstance(node, list):
        for row in node:
            yield from _fields(row, place)
    if not isinstance(node, dict):
        return
    properties = node.get("properties")
    if isinstance(properties, dict) and node.get("type") == "object":
        for name, field in properties.items():
            yield Named("field", f"{place}.{name}".lstrip("."), field.get("description", ""))
    for key, part in node.items():
        yield from _fields(part, place if key in UNNAMED else f"{place}.{key}".lstrip("."))
