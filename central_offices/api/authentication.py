"""Callers of the API and their rights: an office's system by token, an officer by session."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import IsAuthenticated

from central_offices.access import purpose_of_call
from central_offices.api import signatures

# The scope that a resource needs; a resource that is not here is closed to offices' systems.
SCOPE_OF = {
    "cases": "cases",
    "persons": "cases",
    "requests": "requests",
    "bulk-results": "requests",
    "mailbox": "requests",
    "attachments": "requests",
    "consents": "requests",
    "arrests": "requests",
    "performance": "requests",
    "notices": "notices",
    "offices": "reference",
    "instruments": "reference",
    "authorities": "reference",
    "request-types": "reference",
    "time-limits": "reference",
    "grounds-of-refusal": "reference",
    "escalation": "reference",
    "custody": "reference",
    "offences": "reference",
    "portfolios": "reference",
    "tags": "reference",
    "key-issues": "reference",
    "jobs": "requests",
}


class ClientToken(BaseAuthentication):
    """The middleware has put the client's system officer into request.user; say so to DRF."""

    def authenticate(self, request: Any) -> Any:
        django = request._request
        if getattr(django, "token_refused", False):
            raise AuthenticationFailed(_("This token is not valid here. Ask for a new one."))
        officer = getattr(django, "client_officer", None)
        return (officer, django.access_token) if officer else None

    def authenticate_header(self, request: Any) -> str:
        refused = getattr(request._request, "token_refused", False)
        return 'Bearer realm="api"' + (', error="invalid_token"' if refused else "")


class MayCall(IsAuthenticated):
    """Signed in; and an office's system holds the scope of the resource and a purpose it may name.

    A view names its own scope as `required_scope`; otherwise the first part of its address does.
    """

    def has_permission(self, request: Any, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if request.auth is None:
            return True
        scope = scope_of(request.path, view)
        client = request.user.api_client
        if scope not in request.auth.scope.split() or scope not in client.scopes:
            self.message = _("This needs the scope %(scope)s, which the token does not have.") % {
                "scope": scope or "?"
            }
            return False
        purpose_of_call.note(request)
        signatures.note(request)
        return True


def scope_of(path: str, view: Any) -> str:
    """The scope that a call of `view` at `path` needs; empty when no scope opens it."""
    given = getattr(view, "required_scope", None)
    resource = path.removeprefix("/api/v1/").split("/", 1)[0]
    return given or SCOPE_OF.get(resource, "")
