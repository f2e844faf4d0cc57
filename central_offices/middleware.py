"""Sessions that end, tokens of offices' systems, and how many calls each may make."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from central_offices.access import addresses, limits, refusals
from central_offices.accounts import sessions
from central_offices.api import tokens
from central_offices.keys_and_clients import clients
from central_offices.models import ApiClient
from central_offices.sign_in import devices
from central_offices.sign_in.session_store import SessionStore
from kernel.api import problems
from kernel.errors import Refusal
from kernel.forms import kept_input


class SessionRules:
    """Ends idle sessions and those of disabled officers; resolves bearer tokens of API clients.

    What an officer or a system was shown is kept by no browser or proxy (ASVS 14.3.2).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        token = tokens.of_header(request.headers.get("Authorization", ""))
        if token is not None and request.path.startswith("/api/"):
            self._token(request, token)
        elif request.user.is_authenticated:
            self._session(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        if hasattr(request, "client_officer") and response.status_code in (401, 403):
            self._refused(request, response)
        # Whoever is over the limit of calls writes no more rows into the ledger.
        if hasattr(request, "turned_away") and response.status_code != 429:
            client, why = request.turned_away
            tokens.refused(client, why, addresses.address_of(request))
        return response

    @staticmethod
    def _refused(request: Any, response: Any) -> None:
        """Write down once what a client may not do: the refused call itself left nothing."""
        why = getattr(request, "refused_why", "") or getattr(response, "data", {}).get("code", "")
        client = request.client_officer.api_client
        tokens.refused(client, why or "forbidden", addresses.address_of(request))

    @staticmethod
    def _session(request: Any) -> None:
        seen, now = request.session.get("seen"), int(time.time())
        if why := _over(request, now):
            request.session_ended_by = why
            logout(request)
            return
        if request.session.get("rights") != request.user.version:
            if "rights" in request.session:  # else it is new
                sessions.rotate(request)
            request.session["rights"] = request.user.version
        if not seen or now - seen > 60 and not _by_itself(request):
            request.session["seen"] = request.seen_now = now

    @staticmethod
    def _token(request: Any, text: str) -> None:
        """Let a call with a token come as nobody but its client, whatever cookies are there."""
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        request.session, request.user = SessionStore(), AnonymousUser()
        request.proof = None  # nobody sits there
        token = tokens.find(text)
        client: ApiClient | None = token.application.api_client if token else None
        why = _why_not(client, addresses.address_of(request))
        if client is None or why:
            request.token_refused, request.turned_away = True, (client, why)
            return
        request.client_officer = request.user = client.officer
        request.access_token = token
        request._dont_enforce_csrf_checks = True
        clients.used(client)


def _over(request: Any, now: int) -> str:
    """Why the session ends now, as a code; empty while it goes on (ASVS 7.3.1, 7.3.2)."""
    began, seen = request.session.get("began", 0), request.session.get("seen") or now
    if not request.user.is_active:
        return "disabled"
    if request.user.office.has_left:
        return "left"
    if now - began > settings.SESSION_COOKIE_AGE:
        return "life"
    return "idle" if now - seen > settings.SESSION_IDLE_SECONDS else ""


def asks_by_itself(view: Any) -> Any:
    """Mark a view that a page asks for on its own: no sign that anybody is there."""
    view.asks_by_itself = True
    return view


def _by_itself(request: Any) -> bool:
    """Whether nobody's hand is behind this request; the script says when one has moved."""
    if "X-Active" in request.headers:
        return False
    try:
        return getattr(resolve(request.path_info).func, "asks_by_itself", False)
    except Resolver404:
        return False


def _why_not(client: ApiClient | None, address: str) -> str:
    """Why the client of a token is turned away, as a code; empty when it is let in."""
    if client is None:
        return "token"
    if not clients.is_usable(client):
        return "revoked"
    return "" if addresses.allowed(address, client.ip_allow) else "address"


class SignInFirst(LoginRequiredMiddleware):
    """Sends the signed-out to sign in; a form that they filled meanwhile is kept on a page."""

    def handle_no_permission(self, request: Any, view_func: Any) -> Any:
        if request.headers.get("HX-Request") or not kept_input.typed(request):
            return super().handle_no_permission(request, view_func)
        return problems.framed(request, "sign_in_first.html", 403)


class RateLimits:
    """Counts pages and the calls of the API, and refuses one too many with the time to wait."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        standings = getattr(request, "standings", None)  # counted further out
        if standings is None:
            device = "" if request.user.is_authenticated else devices.of_request(request)
            standings = limits.count_all(limits.quotas_of(request, device))
        over = next((standing for standing in standings if standing.is_over), None)
        response = self._refuse(request, over) if over else self.get_response(request)
        if standings and request.path.startswith(limits.API):
            told = over or standings[0]
            response.headers["RateLimit-Policy"] = told.quota.policy
            response.headers["RateLimit"] = told.limit
        return response

    @staticmethod
    def _refuse(request: Any, standing: limits.Standing) -> Any:
        limits.note_over(standing)
        if standing.is_news:
            clients.throttled(request.user, standing.quota, addresses.address_of(request))
        sentence = _("Too many calls: wait %(n)d seconds.") % {"n": standing.seconds}
        response = problems.page(request, TooMany(sentence))
        response.headers["Retry-After"] = str(standing.seconds)
        return response


class TooMany(Refusal):
    """More calls in a minute than this caller has."""

    status = 429
    code = "throttled"


class Refusals:
    """Writes down what was refused to people; SessionRules does it for offices' systems."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        response = self.get_response(request)
        if not hasattr(request, "client_officer") and refusals.is_one(request, response):
            with suppress(DatabaseError, InterfaceError):  # the answer stands without it
                refusals.note(request, response.status_code)
        return response


class SessionsInUse:
    """Notes where a session is used, once a minute: each note is a commit of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        if hasattr(request, "seen_now"):
            sessions.note(request, request.user)
        return self.get_response(request)
