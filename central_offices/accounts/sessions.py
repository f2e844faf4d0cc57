"""Sessions and tokens that end: one, all others, or every one of an officer at once."""

import time
from datetime import timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from central_offices.models import Officer
from kernel import acting, batches
from kernel.periodic import UNLIMITED, Budget
from ledger import events


def sessions_of(officer: Officer) -> list[UserSession]:
    """The officer's living sessions, the latest first."""
    rows = UserSession.objects.purge_and_list(officer)
    return sorted(rows, key=lambda row: row.last_seen_at, reverse=True)


def seconds_left(seen: int | None) -> int:
    """How long a session lasts that was last touched then (seconds since 1970)."""
    idle = int(time.time()) - seen if seen else 0
    return int(settings.SESSION_IDLE_SECONDS) - idle


def end_all(locked: Officer) -> int:
    """End every session and token of an officer whose row is locked; the caller saves the row."""
    locked.session_epoch += 1
    rows = list(UserSession.objects.filter(user=locked))
    for row in rows:
        row.end()
    end_tokens(locked)
    return len(rows)


def end_tokens(officer: Officer) -> int:
    """Void the access tokens that the officer's API client holds now."""
    tokens = get_access_token_model().objects.filter(application__api_client__officer=officer)
    ended: int = tokens.delete()[0]
    return ended


def end_own(pk: int, *, by: Officer) -> bool:
    """End one of the officer's own sessions; False when it is not there any more."""
    with acting.acting_as(by):
        row = UserSession.objects.filter(user=by, pk=pk).first()
        if row is None:
            return False
        row.end()
        events.record("officer.end_session", by=by, subject=by, data={"count": 1}, step=True)
    return True


def end_others(current_key: str | None, *, by: Officer) -> int:
    """End the officer's own sessions but the current one; returns how many ended."""
    with acting.acting_as(by):
        rows = list(UserSession.objects.filter(user=by).exclude(session_key=current_key))
        for row in rows:
            row.end()
        data = {"count": len(rows)}
        events.record("officer.end_session", by=by, subject=by, data=data, step=True)
    return len(rows)


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
