"""Signing in and out, written down; and the lock that ten wrong passwords or codes close.

The signals received here are Django's, axes' and allauth's: none are our own (docs/laws.md L5).
Failed attempts are counted by axes in PostgreSQL, per e-mail address.
"""

from typing import Any

from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from central_offices.access import addresses
from central_offices.accounts import sessions
from central_offices.models import Officer
from kernel import acting
from ledger import events


def typed_email(request: HttpRequest, credentials: Any) -> str:
    """Whom axes counts an attempt for: the address as it was typed, without regard to case."""
    given = credentials or getattr(request, "POST", {})
    text = given.get("email") or given.get("login") or given.get("username") or ""
    return str(text).strip().casefold()[:254]


def is_locked(email: str) -> bool:
    """Whether too many attempts failed lately for this address."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    rows = AccessAttempt.objects.filter(username=email.casefold(), attempt_time__gte=since)
    failures = rows.aggregate(n=Sum("failures_since_start"))["n"] or 0
    return failures >= settings.AXES_FAILURE_LIMIT


def forget(email: str) -> None:
    reset(username=email.casefold())


def connect() -> None:
    """Called once, when the app is ready."""
    user_logged_in.connect(signed_in, dispatch_uid="ledger")
    user_logged_out.connect(signed_out, dispatch_uid="ledger")
    user_login_failed.connect(failed, dispatch_uid="ledger")
    user_locked_out.connect(locked_out, dispatch_uid="ledger")
    authentication_failed.connect(code_failed, dispatch_uid="ledger")
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(factor_changed, dispatch_uid="ledger")


def signed_in(sender: object, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    session = getattr(request, "session", {})
    methods = [row.get("method", "") for row in session.get("account_authentication_methods", [])]
    _record("officer.sign_in", request, by=user, data={"methods": methods})


def signed_out(sender: object, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None and user.is_authenticated:
        why = getattr(request, "session_ended_by", "officer")
        _record("officer.sign_out", request, by=user, data={"by": why})


def failed(sender: object, credentials: Any, request: Any = None, **kwargs: Any) -> None:
    _record_attempt("officer.sign_in_failed", request, typed_email(request, credentials))


def locked_out(sender: object, request: HttpRequest, username: Any, **kwargs: Any) -> None:
    _record_attempt("officer.locked_out", request, username or "")


def code_failed(sender: object, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """A wrong code counts like a wrong password, so that codes cannot be tried for ever."""
    credentials = {"email": user.email}
    AxesProxyHandler.user_login_failed(sender, credentials=credentials, request=request)
    _record_attempt("officer.sign_in_failed", request, user.email)


def factor_changed(
    sender: object, request: HttpRequest, user: Any, authenticator: Any, **kwargs: Any
) -> None:
    """Other sessions end when a second factor comes or goes (ASVS 7.4.3)."""
    sessions.end_others(request.session.session_key, by=user)
    _record("officer.change_factor", request, by=user, data={"type": authenticator.type}, step=True)


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
