"""How the OpenAPI schema says what every endpoint has in common."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent

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
READ = {
    "400": "Invalid values",
    "401": "Not signed in",
    "403": "Not permitted",
    "404": "Missing, or not yours to see",
    "429": "Too many",
}
WRITE = READ | {
    "409": "Not possible in this state",
    "412": "Changed meanwhile",
    "415": "Unsupported media type",
    "422": "Something is missing",
    "428": "If-Match is missing",
}


class OfficeToken(OpenApiAuthenticationExtension):
    """How an office's system signs in: OAuth2 client credentials."""

    target_class = "central_offices.authentication.ClientToken"
    name = "officeToken"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        scopes = settings.OAUTH2_PROVIDER["SCOPES"]
        flow = {"tokenUrl": "/oauth/token/", "scopes": scopes}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}


class Schema(AutoSchema):
    """Adds the problems that any operation may answer, and the Idempotency-Key of a POST."""

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
        for status, words in (READ if method == "GET" else WRITE).items():
            operation["responses"].setdefault(
                status,
                {
                    "description": words,
                    "content": {"application/problem+json": {"schema": problem.ref}},
                },
            )
        if method == "POST":
            operation.setdefault("parameters", []).append(
                {
                    "in": "header",
                    "name": "Idempotency-Key",
                    "schema": {"type": "string", "minLength": 8, "maxLength": 255},
                    "description": "The same key and body are carried out once (kept 24 hours).",
                }
            )
        return operation
