"""The common parts of every endpoint in the OpenAPI schema."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent

from kernel.api import schema_sparse_fields
from kernel.api.sparse_fields import Sparse
from kernel.pages.known_sender import is_signed

PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457)",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string", "description": "A sentence that says what to do"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
SIGNATURE = {
    "in": "header",
    "name": "X-JWS-Signature",
    "schema": {"type": "string"},
    "description": "Detached JWS (Ed25519) over the body; needed once your office has a key.",
}
READ = {
    "400": "Invalid values",
    "401": "Not signed in",
    "403": "Not permitted",
    "404": "Missing, or not yours to see",
    "406": "Only JSON can be answered",
    "429": "Too many",
}
WRITE = READ | {
    "409": "Not possible in this state",
    "412": "Changed meanwhile",
    "413": "Too large",
    "415": "Unsupported media type",
    "422": "Something is missing",
    "428": "If-Match is missing",
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "minLength": 8, "maxLength": 255},
    "description": "The same key and body are carried out once (kept 24 hours).",
}
MATCH = {
    "in": "header",
    "name": "If-Match",
    "schema": {"type": "string"},
    "description": "The ETag that was read; another version is refused with 412.",
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
    "description": "Why a confidential record is opened, once a session; not for systems.",
}
HEADERS: dict[str, list[dict[str, Any]]] = {
    "GET": [NONE_MATCH],
    "POST": [KEY],
    "POST step": [KEY, MATCH],
    "PATCH": [MATCH | {"required": True}],
}


def _is_signed(path: str, method: str) -> bool:
    return method != "GET" and is_signed(path)


class OfficeToken(OpenApiAuthenticationExtension):
    """How an office's system signs in: OAuth2 client credentials."""

    target_class = "central_offices.api.authentication.ClientToken"
    name = "officeToken"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        scopes = settings.OAUTH2_PROVIDER["SCOPES"]
        flow = {"tokenUrl": "/oauth/token/", "scopes": scopes}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}


class Schema(AutoSchema):
    """Adds what any operation may be sent and may answer: headers, tags and problems."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(
            path, path_regex, path_prefix, method, registry
        )
        if operation is None:
            return None
        problem = ResolvedComponent("Problem", ResolvedComponent.SCHEMA, PROBLEM, "problem")
        registry.register_on_missing(problem)
        media = {"application/problem+json": {"schema": problem.ref}}
        for status, words in (READ if method == "GET" else WRITE).items():
            answer = {"description": words, "content": media}
            operation["responses"].setdefault(status, answer)
        self._tagged(operation["responses"], method)
        if method == "GET" and isinstance(self.view, Sparse) and self.view.takes_fields():
            schema_sparse_fields.describe(operation, self.view.field_names())
        given = operation.setdefault("parameters", [])
        named = {parameter["name"] for parameter in given}
        kind = "POST step" if method == "POST" and getattr(self.view, "detail", False) else method
        sent = [*HEADERS.get(kind, []), *([SIGNATURE] if _is_signed(path, method) else [])]
        if getattr(self.view, "asks_reason", False) and getattr(self.view, "detail", False):
            sent.append(REASON)
        given += [header for header in sent if header["name"] not in named]
        return operation

    @staticmethod
    def _tagged(responses: dict[str, Any], method: str) -> None:
        """What a GET answers carries an ETag, and is not sent to whoever has it already."""
        if method != "GET":
            return
        responses["304"] = {"description": "You have it already"}
        tag = {"description": "Of this answer", "schema": {"type": "string"}}
        responses["200"].setdefault("headers", {})["ETag"] = tag
