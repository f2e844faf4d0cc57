"""The API's documentation as plain pages: written from the schema, without a script or a CDN."""

import copy
import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from agency.api import schema_view

METHODS = ("get", "post", "put", "patch", "delete")
PROBLEMS = {
    "invalid": _(
        "Some values cannot be used; `errors` points at each. Correct them and send again."
    ),
    "not_authenticated": _("Send a bearer token from /oauth/token/, or sign in."),
    "authentication_failed": _("The token is unknown, expired or revoked. Fetch a new one."),
    "not_permitted": _("You see the record, but may not do this with it; `detail` says why."),
    "permission_denied": _("The client lacks the scope for this, or the role does not allow it."),
    "not_found": _("Nothing is there, or nothing that you may see. The two are not told apart."),
    "wrong_state": _("The record is in another state by now; read it again and look at `actions`."),
    "not_ready": _("Something is missing; `errors` names each part."),
    "stale": _("Somebody changed the record after you read it. Read it again, repeat your change."),
    "precondition_required": _("Send the ETag that you read in If-Match."),
    "idempotency_key_invalid": _("An Idempotency-Key has 8 to 255 characters."),
    "idempotency_key_reused": _("This Idempotency-Key came with another body. Use a new key."),
    "idempotency_key_in_flight": _("The first request with this key is still under way. Wait."),
    "signature_required": _(
        "Your office has registered a key: sign the call with it in X-JWS-Signature."
    ),
    "signature_refused": _("The signature does not fit the call; `detail` says in what."),
    "clock_skew": _("The time of the signature is over five minutes off. Set your clock."),
    "client_id_reused": _("This client_id came with another request. Use a new one."),
    "too_large": _("The body is larger than you may send at once, and was not read."),
    "throttled": _("Too many requests. Wait as long as Retry-After says."),
    "method_not_allowed": _("The address exists, but not with this method."),
    "unsupported_media_type": _("Send JSON, or multipart for files."),
    "parse_error": _("The body is not valid JSON."),
    "refused": _("The step is not possible; `detail` says why and what to do."),
    "unavailable": _("The database cannot be reached for the moment. Try again in a minute."),
    "error": _("A fault on our side. Tell us the `request_id`."),
}


@login_not_required
def docs(request: Any) -> HttpResponse:
    """Every operation by resource, with parameters, bodies and answers."""
    schema = schema_view.schema()
    components = schema.get("components", {}).get("schemas", {})
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, item in schema["paths"].items():
        name = path.removeprefix("/api/v1/").split("/")[0]
        for method in METHODS:
            if method in item:
                groups.setdefault(name, []).append(
                    _operation(path, method, item[method], components)
                )
    return render(request, "public/api_docs.html", {"groups": groups, "info": schema["info"]})


@login_not_required
def problem(request: Any, code: str) -> HttpResponse:
    """Page about one kind of problem: where its `type` leads."""
    if code not in PROBLEMS:
        raise Http404
    return render(request, "public/problem.html", {"code": code, "words": PROBLEMS[code]})


def _operation(
    path: str, method: str, operation: dict[str, Any], components: dict[str, Any]
) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {})
    media: dict[str, Any] = body.get("application/json") or next(iter(body.values()), {})
    return {
        "path": path,
        "method": method.upper(),
        "id": operation.get("operationId", ""),
        "words": operation.get("description", ""),
        "parameters": operation.get("parameters", []),
        "body": _shape(media.get("schema"), components),
        "responses": [
            (code, r.get("description", "")) for code, r in operation["responses"].items()
        ],
    }


def _shape(schema: dict[str, Any] | None, components: dict[str, Any]) -> str:
    """A schema as an example-like JSON text, references followed three levels deep."""
    return json.dumps(_plain(schema, components, 0), indent=2, ensure_ascii=False) if schema else ""


def _plain(schema: dict[str, Any], components: dict[str, Any], depth: int) -> Any:
    schema = copy.copy(schema)
    if "$ref" in schema:
        schema = components.get(schema["$ref"].rsplit("/", 1)[-1], {})
    if depth > 3:
        return "…"
    if "properties" in schema:
        return {k: _plain(v, components, depth + 1) for k, v in schema["properties"].items()}
    if schema.get("type") == "array":
        return [_plain(schema.get("items", {}), components, depth + 1)]
    for union in ("allOf", "oneOf", "anyOf"):
        if union in schema:
            return _plain(schema[union][0], components, depth)
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    kind = schema.get("type", "any")
    kind = "/".join(kind) if isinstance(kind, list) else kind
    return f"{kind} ({schema['format']})" if "format" in schema else kind
