"""Sessions that end, second factors where they are due, and tokens of offices' systems."""

import hashlib
import time

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from oauth2_provider.models import get_access_token_model

from central_offices import roles
from central_offices.models import Role

SECOND_FACTOR_ROLES = (
    Role.REVIEWER,
    Role.SECOND_REVIEWER,
    Role.HEAD,
    Role.ADMINISTRATOR,
    Role.POLICY_EDITOR,
)


class SessionRules:
    """Ends idle sessions and those of disabled officers; resolves bearer tokens of API clients."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        header = request.headers.get("Authorization", "")
        if header.startswith("Bearer ") and request.path.startswith("/api/"):
            self._token(request, header.removeprefix("Bearer ").strip())
        elif request.user.is_authenticated:
            self._session(request)
        return self.get_response(request)

    @staticmethod
    def _session(request) -> None:
        seen, now = request.session.get("seen"), int(time.time())
        if not request.user.is_active or (seen and now - seen > settings.SESSION_IDLE_SECONDS):
            logout(request)
        elif not seen or now - seen > 60:
            request.session["seen"] = now

    @staticmethod
    def _token(request, text: str) -> None:
        token = find_token(text)
        if token is None:
            return
        client = token.application.api_client
        if client.revoked_at or not client.officer.is_active:
            return
        request.client_officer = request.user = client.officer
        request.access_token = token
        request._dont_enforce_csrf_checks = True


def find_token(text: str):
    """The valid access token behind the text, or None; tokens are stored hashed."""
    rows = get_access_token_model().objects.select_related(
        "application__api_client__officer__office"
    )
    token = rows.filter(token_checksum=hashlib.sha256(text.encode()).hexdigest()).first()
    return (
        token if token and token.is_valid() and hasattr(token.application, "api_client") else None
    )


class SecondFactor:
    """Roles that decide over others must have a second factor outside the demo."""

    EXEMPT = ("/accounts/", "/static/", "/livez", "/readyz", "/settings/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if (
            not settings.DEMO
            and user.is_authenticated
            and user.is_human
            and not request.path.startswith(self.EXEMPT)
            and roles.has_role(user, *SECOND_FACTOR_ROLES)
            and not user.authenticator_set.exists()
        ):
            return redirect("mfa_index")
        return self.get_response(request)
