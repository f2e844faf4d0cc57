"""Every JSON answer of the API that a test gets is held against the OpenAPI schema, strictly.

By a validator of JSON Schema 2020-12 with formats; a member that the schema does not name is a
fault, and so is a status that the operation does not answer with.
"""

import copy
import gzip
import json
from functools import cache
from typing import Any

import jsonschema_rs
from django.test.client import ClientHandler
from django.utils import translation

from agency.api import schema_view

UNSAID = {405, 500, 503}  # of any address: a method that it has not, a fault, an outage
_handle = ClientHandler.__call__


def _answer(handler: ClientHandler, environ: Any) -> Any:
    response = _handle(handler, environ)
    if environ["PATH_INFO"].startswith(schema_view.API) and not response.streaming:
        told = fault(response.wsgi_request, response)
        assert not told, told
    return response


def fault(request: Any, response: Any) -> str:
    """How an answer contradicts the schema; empty where it does not."""
    place = schema_view.operation_of(request)
    if not place or request.method == "HEAD" or response.status_code in UNSAID:
        return ""
    method, path = place
    said = f"{request.method} {request.path}: {response.status_code}"
    content = _contents(method, path).get(str(response.status_code))
    if content is None:
        return f"{said} is no answer of {method} {path} by the schema."
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if kind == "text/plain":
        return ""  # refused before it was a call: another host, a line of text to a stranger
    if kind not in content:
        return f"{said} is {kind or 'empty'}, by the schema {sorted(content)}." if content else ""
    if not kind.endswith("json"):
        return ""
    whole = "fields" not in request.GET
    found = _validator(method, path, str(response.status_code), kind, whole).iter_errors(
        json.loads(_plain(response))
    )
    told = [f"{list(row.instance_path)}: {row.message[:600]}" for row in found]
    return "\n".join([f"{said} is not what the schema says:", *told]) if told else ""


def _plain(response: Any) -> bytes:
    packed = response.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(response.content) if packed else bytes(response.content)


@cache
def _schema() -> dict[str, Any]:
    with translation.override("en"):
        return schema_view.schema()


@cache
def _contents(method: str, path: str) -> dict[str, dict[str, Any]]:
    """By status: the content of an operation's answers by media type."""
    responses = _schema()["paths"][path][method]["responses"]
    return {status: row.get("content", {}) for status, row in responses.items()}


@cache
def _components(whole: bool) -> Any:
    """The components, each with no member but those that it names.

    `whole`: nothing is left out of the answer, since the call asks for no `fields`.
    """
    schemas = copy.deepcopy(_schema()["components"]["schemas"])
    _close(schemas)
    if whole:
        for schema in schemas.values():
            if always := schema.get("x-required-without-fields"):
                schema["required"] = always
    return jsonschema_rs.Registry(
        [("urn:api", {"components": {"schemas": schemas}})], draft=jsonschema_rs.Draft202012
    )


def _close(node: Any) -> None:
    for part in node.values() if isinstance(node, dict) else node:
        if isinstance(part, dict | list):
            _close(part)
    if isinstance(node, dict) and node.get("type") == "object" and "properties" in node:
        node.setdefault("additionalProperties", False)


@cache
def _validator(method: str, path: str, status: str, kind: str, whole: bool) -> Any:
    schema = copy.deepcopy(_contents(method, path)[status][kind]["schema"])
    _close(schema)
    return jsonschema_rs.Draft202012Validator(
        _elsewhere(schema), registry=_components(whole), validate_formats=True
    )


def _elsewhere(node: Any) -> Any:
    """The schema with its references to the components of the registry."""
    if isinstance(node, list):
        return [_elsewhere(part) for part in node]
    if not isinstance(node, dict):
        return node
    return {
        name: f"urn:api{part}" if name == "$ref" else _elsewhere(part)
        for name, part in node.items()
    }


ClientHandler.__call__ = _answer
