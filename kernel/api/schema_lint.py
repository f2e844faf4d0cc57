"""Rules of the OpenAPI document that linters apply by default, in our own words.

They are those of `@redocly/cli` (`recommended`) and `@stoplight/spectral-cli` (`spectral:oas`) that
are about a document of ours; `make drill` runs the two themselves. Each function yields sentences.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from kernel.api import schema_lint_parts
from kernel.api.schema_rules import METHODS

NAME_IN_PATH = re.compile(r"\{([^}]*)\}")
URL_SAFE = re.compile(r"[A-Za-z0-9_.~-]+")
EXECUTABLE = re.compile(r"<script|eval\(", re.IGNORECASE)
Operations = list[tuple[str, str, dict[str, Any]]]  # where, address, operation


def faults(schema: dict[str, Any]) -> list[str]:
    """A sentence for each thing that a linter would complain of."""
    called = _operations(schema["paths"])
    hooks = _operations(schema.get("webhooks", {}))
    found = [*_head(schema), *_addresses(schema["paths"]), *_names([*called, *hooks])]
    for where, path, operation in called:
        found += _operation(where, operation, schema)
        found += _in_address(where, path, operation)
        if not any(status.startswith("4") for status in operation["responses"]):
            found.append(f"{where} has no answer of the 400s.")
        if not has_example(operation):
            found.append(f"{where} has no example.")
    for where, _path, operation in hooks:
        found += _operation(where, operation, schema)
    return sorted({*found, *schema_lint_parts.faults(schema)})


def has_example(operation: dict[str, Any]) -> bool:
    """Whether an operation shows a body, an answer, or at least an address."""
    media = list(operation.get("requestBody", {}).get("content", {}).values())
    for answer in operation["responses"].values():
        media += answer.get("content", {}).values()
    return any("example" in row for row in [*media, *operation.get("parameters", [])])


def _operations(items: dict[str, Any]) -> Operations:
    return [
        (f"{method.upper()} {path}", path, item[method])
        for path, item in items.items()
        for method in sorted(METHODS & set(item))
    ]


def _head(schema: dict[str, Any]) -> Iterator[str]:
    info, servers = schema["info"], schema.get("servers", [])
    for name in ("description", "contact", "license"):
        if not info.get(name):
            yield f"info has no {name}."
    if not {"url", "identifier"} & set(info.get("license", {})):
        yield "The license has neither url nor identifier."
    if not servers:
        yield "There are no servers."
    for row in servers:
        if row["url"].endswith("/"):
            yield f"The server {row['url']} ends in a slash."
    tags = schema.get("tags", [])
    for name, times in Counter(row["name"] for row in tags).items():
        if times > 1:
            yield f"The tag {name} is there {times} times."
    for row in tags:
        if not row.get("description"):
            yield f"The tag {row['name']} has no description."


def _addresses(paths: dict[str, Any]) -> Iterator[str]:
    for path in paths:
        if path.endswith("/"):
            yield f"The address {path} ends in a slash."
        if "?" in path:
            yield f"The address {path} has a query."
        if "{}" in path:
            yield f"The address {path} has a parameter without a name."
    for shape, times in Counter(NAME_IN_PATH.sub("{}", path) for path in paths).items():
        if times > 1:
            yield f"The address {shape} is there {times} times."
    for one, other in combinations(paths, 2):
        if _fit_one_call(one, other):
            yield f"A call may fit both {one} and {other}."


def _fit_one_call(one: str, other: str) -> bool:
    """Whether two addresses of as many parameters differ in places only where one has any value."""
    if NAME_IN_PATH.sub("", one) == NAME_IN_PATH.sub("", other):
        return False  # the same address, which is said already
    if one.count("/") != other.count("/") or one.count("{") != other.count("{"):
        return False
    parts = zip(one.split("/"), other.split("/"), strict=True)
    return all(a == b or "{" in a or "{" in b for a, b in parts)


def _names(operations: Operations) -> Iterator[str]:
    ids = Counter(operation.get("operationId", "") for _where, _path, operation in operations)
    for name, times in ids.items():
        if not URL_SAFE.fullmatch(name):
            yield f"The operationId {name!r} is no name."
        if times > 1:
            yield f"The operationId {name!r} is there {times} times."


def _operation(where: str, operation: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    for name in ("summary", "description"):
        if not operation.get(name, "").strip():
            yield f"{where} has no {name}."
        if EXECUTABLE.search(operation.get(name, "")):
            yield f"{where} has a {name} that a page could run."
    if not any(status[0] in "23" for status in operation["responses"]):
        yield f"{where} has no answer of the 200s or 300s."
    known = {row["name"] for row in schema.get("tags", [])}
    tags = operation.get("tags", [])
    if not tags:
        yield f"{where} has no tag."
    for tag in tags:
        if tag not in known:
            yield f"{where} has the tag {tag}, which is not described."
    rows = Counter((row["in"], row["name"]) for row in operation.get("parameters", []))
    for (place, name), times in rows.items():
        if times > 1:
            yield f"{where} has the parameter {name} ({place}) {times} times."
    yield from _security(where, operation, schema)


def _security(where: str, operation: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    schemes = schema["components"].get("securitySchemes", {})
    if "security" not in operation:
        yield f"{where} does not say who may call it."
    for row in operation.get("security", []):
        for name, scopes in row.items():
            if name not in schemes:
                yield f"{where} asks for {name}, which is no security scheme."
                continue
            flows = schemes[name].get("flows", {}).values()
            offered = {scope for flow in flows for scope in flow["scopes"]}
            for scope in set(scopes) - offered:
                yield f"{where} asks for the scope {scope}, which {name} does not offer."


def _in_address(where: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    named = Counter(NAME_IN_PATH.findall(path))
    rows = [row for row in operation.get("parameters", []) if row["in"] == "path"]
    for name, times in named.items():
        if times > 1:
            yield f"{where} has {name} {times} times in its address."
    for name in set(named) ^ {row["name"] for row in rows}:
        yield f"{where} has the parameter {name} in its address or in its list, not in both."
    for row in rows:
        if not row.get("required"):
            yield f"{where} does not require {row['name']}, which is part of its address."
