"""Examples of the OpenAPI schema: a body and an answer for each operation, made from its fields.

Whoever knows the words of the field gives a table of values by the name of a field, and of whole
bodies by the name of their component; formats and codes give the rest.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from kernel.api.schema_rules import METHODS

BY_FORMAT = {
    "date-time": "2026-11-28T10:00:00Z",
    "date": "2026-11-28",
    "uuid": "019acb2e-7c5a-7d31-9a44-5a0d1f3c2b17",
    "email": "duty@office.example",
    "uri": "https://iisa.example/api/v1/requests/?cursor=cD0yMDI2",
}
DEEPEST = 8  # objects within objects; beyond that a list is empty


class Unsaid(Exception):
    """A text of the schema for which the table has no example: the name of the field."""


class Maker(NamedTuple):
    """Makes examples from the components, and from the tables of values and of bodies."""

    components: Mapping[str, Any]
    values: Mapping[str, Any]
    bodies: Mapping[str, Any]

    def of(
        self, node: Mapping[str, Any], name: str = "", sent: bool = False, depth: int = 0
    ) -> Any:
        """An example of this part of the schema; `sent`: of a body, with what it needs only.

        Raises Unsaid.
        """
        if "$ref" in node:
            name_of = str(node["$ref"]).rpartition("/")[2]
            if sent and name_of in self.bodies:
                return self.bodies[name_of]
            return self.of(self.components[name_of], name, sent, depth)
        for union in ("allOf", "oneOf", "anyOf"):
            if union in node:
                return self.of(node[union][0], name, sent, depth)
        if "enum" in node:
            known = self.values.get(name)
            return known if known in node["enum"] else node["enum"][0]
        return self._of_kind(_kind(node), node, name, sent, depth)

    def _of_kind(
        self, kind: str, node: Mapping[str, Any], name: str, sent: bool, depth: int
    ) -> Any:
        if kind == "object":
            return self._of_object(node, name, sent, depth)
        if kind == "array":
            return [] if depth > DEEPEST else [self.of(node["items"], name, sent, depth + 1)]
        if kind == "boolean":
            return self.values.get(name, True)
        if kind in {"integer", "number"}:
            known = self.values.get(name)
            return known if isinstance(known, int) else node.get("minimum", 1)
        if kind == "string" and node.get("format") in BY_FORMAT:
            return BY_FORMAT[node["format"]]
        if name not in self.values:
            raise Unsaid(name)
        return self.values[name]

    def _of_object(self, node: Mapping[str, Any], name: str, sent: bool, depth: int) -> Any:
        fields = node.get("properties", {})
        if not fields:
            return self.values.get(f"{name}{{}}", {})
        if sent:
            wanted = node.get("required") or list(fields)[:1]
            fields = {key: field for key, field in fields.items() if key in wanted}
        return {key: self.of(field, key, sent, depth + 1) for key, field in fields.items()}


def _kind(node: Mapping[str, Any]) -> str:
    """The type of a part of the schema, null aside."""
    kinds = node.get("type", "object")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return next((kind for kind in kinds if kind != "null"), "null")


def fill(schema: dict[str, Any], values: Mapping[str, Any], bodies: Mapping[str, Any]) -> None:
    """Give every JSON body and answer of the schema an example. Raises Unsaid."""
    maker = Maker(schema["components"]["schemas"], values, bodies)
    for part in ("paths", "webhooks"):
        for item in schema.get(part, {}).values():
            for method in METHODS & set(item):
                _fill(item[method], maker)


def _fill(operation: dict[str, Any], maker: Maker) -> None:
    for kind, media in operation.get("requestBody", {}).get("content", {}).items():
        if kind == "application/json" and media["schema"].get("type") != "object":
            media.setdefault("example", maker.of(media["schema"], sent=True))
    for status, answer in operation["responses"].items():
        for kind, media in answer.get("content", {}).items():
            if status.startswith("2") and kind.endswith("json"):
                media.setdefault("example", maker.of(media["schema"]))
    for row in operation.get("parameters", []):
        if row["in"] == "path":
            row.setdefault("example", maker.of(row["schema"], row["name"]))
