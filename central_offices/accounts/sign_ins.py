"""Signing in and out, and what shows who is there, written down; wrong attempts are counted.

The signals received here are Django's, axes' and allauth's: none are our own (docs/laws.md L5).
Who waits after too many failures: `sign_in/lockout.py`.
"""

import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from axes.handlers.proxy import AxesProxyHandler
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from central_offices.access import addresses
from central_offices.accounts import sessions
from central_offices.models import Officer
from central_offices.sign_in import lockout
from kernel import acting
from ledger import events


def connect() -> None:
    """Called once, when the app is ready."""
    user_logged_in.connect(signed_in, dispatch_uid="ledger")
    user_logged_out.connect(signed_out, dispatch_uid="ledger")
    user_login_failed.connect(failed, dispatch_uid="ledger")
    user_locked_out.connect(locked_out, dispatch_uid="ledger")
    authentication_failed.connect(code_failed, dispatch_uid="ledger")
    authenticator_added.connect(factor_added, dispatch_uid="ledger")
    for signal in (authenticator_removed, authenticator_reset):
        signal.connect(factor_changed, dispatch_uid="ledger")
    for signal in (password_changed, password_reset):
        signal.connect(new_password, dispatch_uid="ledger")


def signed_in(sender: object, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    session = getattr(request, "session", {})
    if session:
        session["began"] = int(time.time())
        session.pop("rights", None)
        sessions.note(request, user)
        request.came_in = user.email  # type: ignore[attr-defined]  # for SessionCookie
    methods = [row.get("method", "") for row in session.get("account_authentication_methods", [])]
    _record("officer.sign_in", request, by=user, data={"methods": methods})


def signed_out(sender: object, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None and user.is_authenticated:
        why = getattr(request, "session_ended_by", "officer")
        _record("officer.sign_out", request, by=user, data={"by": why})


def failed(sender: object, credentials: Any, request: Any = None, **kwargs: Any) -> None:
    refused = getattr(request, "axes_locked_out", False)
    if not refused or getattr(request, "looked_at", False):
        email = lockout.typed_email(request, credentials)
        _record_attempt("officer.sign_in_failed", request, email)


def locked_out(sender: object, request: HttpRequest, username: Any, **kwargs: Any) -> None:
    _record_attempt("officer.locked_out", request, username or "")


def code_failed(sender: object, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """A wrong code counts like a wrong password, so that codes cannot be tried for ever."""
    _record_attempt("officer.sign_in_failed", request, user.email)
    AxesProxyHandler.user_login_failed(sender, credentials={"email": user.email}, request=request)
    if request.user.is_authenticated:  # the form of a step says it, and keeps what was typed
        request.axes_locked_out = False  # type: ignore[attr-defined]


def proven(request: HttpRequest, officer: Officer) -> None:
    """Somebody showed once more that it is the officer who sits there."""
    record = request.session["account_authentication_methods"][-1]
    data = {"method": record.get("type") or record["method"]}
    _record("officer.prove", request, by=officer, data=data)


def factor_added(
    sender: object, request: HttpRequest, user: Any, authenticator: Any, **kwargs: Any
) -> None:
    """Take the app or key that was just added as proof of this session: it was just used."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        kind = authenticator.type
        record_authentication(request, user, "mfa", type=kind, reauthenticated=True)
    factor_changed(sender, request, user, authenticator)


def factor_changed(
    sender: object, request: HttpRequest, user: Any, authenticator: Any, **kwargs: Any
) -> None:
    """Other sessions end when a second factor comes or goes (ASVS 7.4.3)."""
    sessions.end_others(sessions.name_of(request), by=user)
    _record("officer.change_factor", request, by=user, data={"type": authenticator.type}, step=True)


def new_password(sender: object, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Every session but this one is worthless already; now their rows go too."""
    if request.user.is_authenticated:
        sessions.note(request, user)
    sessions.end_others(sessions.name_of(request), by=user)
    _record("officer.change_password", request, by=user, data={}, step=True)


def _record(
    verb: str, request: HttpRequest, *, by: Officer, data: dict[str, Any], step: bool = False
) -> None:
    with acting.acting_as(by):
        events.record(verb, by=by, subject=by, data=data, detail=_where(request), step=step)


def _record_attempt(verb: str, request: HttpRequest, email: str) -> None:
    """Nobody acted whom we know: the event stands in the chain of the account's office."""
    officer = Officer.objects.filter(email__iexact=email).select_related("office").first()
    chain = officer.office.code if officer else events.PUBLIC
    with acting.acting_as(officer or acting.PUBLIC):
        events.record(
            verb, by=None, subject=officer, chain=chain, denied=True, detail=_where(request)
        )


def _where(request: HttpRequest) -> dict[str, str]:
    if request is None or not getattr(request, "META", None):
        return {}
    return {
        "ip": addresses.address_of(request),
        "agent": request.headers.get("User-Agent", "")[:200],
    }
