"""Sessions and tokens that end: one, all others, or every one of an officer at once.

allauth's rows say where an officer is signed in. They name a session as its own row does, by the
digest of its key, so allauth's own ways of writing, listing and ending them aren't used.
"""

import time
from datetime import timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from central_offices.access import addresses
from central_offices.models import Officer
from central_offices.sign_in.session_store import SessionStore
from kernel import acting, batches
from kernel.periodic import UNLIMITED, Budget
from ledger import events


def note(request: HttpRequest, officer: Officer) -> None:
    """Keep where and when the officer's session is used; its row is made here."""
    session = _store(request)
    if session.name is None:
        session.save()
    agent = request.headers.get("User-Agent", "")
    longest = UserSession._meta.get_field("user_agent").max_length
    told = {"user": officer, "ip": addresses.address_of(request), "user_agent": agent[:longest]}
    told["last_seen_at"] = timezone.now()
    UserSession.objects.update_or_create(session_key=session.name, defaults=told)


def rotate(request: HttpRequest) -> None:
    """Give the session another key: whoever copied the old one has nothing (ASVS 7.2.4)."""
    session = _store(request)
    old = session.name
    session.rotate()
    UserSession.objects.filter(session_key=old).update(session_key=session.name)


def name_of(request: HttpRequest) -> str | None:
    """The name of this request's session in the rows; None for none."""
    return _store(request).name


def _store(request: HttpRequest) -> SessionStore:
    session: SessionStore = request.session  # type: ignore[assignment]  # of settings
    return session


def sessions_of(officer: Officer) -> list[UserSession]:
    """The officer's living sessions, the latest first."""
    living = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    rows = UserSession.objects.filter(user=officer, session_key__in=living)
    return list(rows.order_by("-last_seen_at"))


def seconds_left(seen: int | None) -> int:
    """How long a session lasts that was last touched then (seconds since 1970)."""
    idle = int(time.time()) - seen if seen else 0
    return int(settings.SESSION_IDLE_SECONDS) - idle


def end_all(locked: Officer) -> int:
    """End every session and token of an officer whose row is locked; the caller saves the row."""
    locked.session_epoch += 1
    ended = _end(UserSession.objects.filter(user=locked))
    end_tokens(locked)
    return ended


def _end(rows: QuerySet[UserSession]) -> int:
    names = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=names).delete()
    UserSession.objects.filter(session_key__in=names).delete()
    return len(names)


def end_tokens(officer: Officer) -> int:
    """Void the access tokens that the officer's API client holds now."""
    tokens = get_access_token_model().objects.filter(application__api_client__officer=officer)
    ended: int = tokens.delete()[0]
    return ended


def end_own(pk: int, *, by: Officer) -> bool:
    """End one of the officer's own sessions; False when it is not there any more."""
    with acting.acting_as(by):
        if not _end(UserSession.objects.filter(user=by, pk=pk)):
            return False
        events.record("officer.end_session", by=by, subject=by, data={"count": 1}, step=True)
    return True


def end_others(current: str | None, *, by: Officer) -> int:
    """End the officer's own sessions but the one of this name; returns how many ended."""
    with acting.acting_as(by):
        ended = _end(UserSession.objects.filter(user=by).exclude(session_key=current))
        data = {"count": ended}
        events.record("officer.end_session", by=by, subject=by, data=data, step=True)
    return ended


def tidy(budget: Budget = UNLIMITED) -> None:
    """Forget sessions and tokens that have run out, and attempts that count no more."""
    now, day = timezone.now(), timedelta(days=1)
    living = Session.objects.values("session_key")
    over = [
        get_access_token_model().objects.filter(expires__lt=now - day),
        AccessAttempt.objects.filter(attempt_time__lt=now - day),
        Session.objects.filter(expire_date__lt=now),
        UserSession.objects.exclude(session_key__in=living),
    ]
    for place, rows in enumerate(over):
        batches.clear(rows, budget=budget.share(len(over) - place))
