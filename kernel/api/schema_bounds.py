"""The rule of the OpenAPI schema that whatever calls send has an end: lists, texts, objects."""

from collections.abc import Iterator
from typing import Any

from kernel.api.schema_rules import METHODS

BOUNDED = {"uuid", "date", "date-time", "binary"}  # formats with a length of their own
ENDS = {"maxLength", "enum", "const"}


def faults(schema: dict[str, Any]) -> list[str]:
    """A sentence for each list without `maxItems` and each text without `maxLength` in a body."""
    look = _Look(schema["components"]["schemas"])
    found: list[str] = []
    for place, item in schema["paths"].items():
        for method in METHODS & set(item):
            name = f"{method.upper()} {place}"
            for content in item[method].get("requestBody", {}).get("content", {}).values():
                found += look.at(content["schema"], name)
            for row in item[method].get("parameters", []):
                if row.get("schema", {}).get("type") == "array":
                    found += look.ends(row["schema"], f"{name} {row['name']}")
    return sorted(set(found))


class _Look:
    def __init__(self, components: dict[str, Any]) -> None:
        self.components, self.seen = components, set[str]()

    def at(self, node: dict[str, Any], place: str) -> Iterator[str]:
        """Sentences about this part of the schema, and about each component in it once."""
        if name := node.get("$ref", "").rpartition("/")[2]:
            if name not in self.seen:
                self.seen.add(name)
                yield from self.at(self.components[name], name)
            return
        for part in [*node.get("allOf", []), *node.get("oneOf", []), *node.get("anyOf", [])]:
            yield from self.at(part, place)
        yield from self.ends(node, place)
        for name, part in node.get("properties", {}).items():
            if not part.get("readOnly"):
                yield from self.at(part, f"{place}.{name}")
        for within in ("items", "additionalProperties"):
            if isinstance(node.get(within), dict):
                yield from self.at(node[within], f"{place}.{within}")

    @staticmethod
    def ends(node: dict[str, Any], place: str) -> Iterator[str]:
        """The sentence about a list or text without an end."""
        kinds = node.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if "array" in kinds and "maxItems" not in node:
            yield f"The list {place} takes any number of items: say how many (kernel/api/lists.py)."
        bounded = ENDS & set(node) or node.get("format") in BOUNDED
        if "string" in kinds and not bounded:
            yield f"The text {place} has no maxLength."
