"""Wrong passwords and codes: who waits, and how long.

Nobody outside may lock an officer out. Ten failures of a browser that the officer came in with
before lock that browser for a quarter of an hour, and it alone. From browsers that nobody knows
failures are counted by account and network, and above ten there is one attempt a minute; above
twenty within an hour, from wherever, one a minute for all of them together (ASVS 6.3.1). Rows are
axes' own: one for each account, network and browser.
"""

from datetime import datetime, timedelta
from typing import Any

from axes.handlers.base import AxesHandler
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.db.models import F, Max, QuerySet, Sum
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone

from central_offices.access import addresses
from central_offices.sign_in import devices

FAILURES_OF_A_DEVICE = FAILURES_FROM_A_NETWORK = 10
FAILURES_FROM_ANYWHERE = 20
WINDOW_SECONDS = 3600
LOCK_SECONDS = 15 * 60  # of a known browser
PAUSE_SECONDS = 60  # between attempts of unknown ones
UNKNOWN = "unknown"


def typed_email(request: HttpRequest | None, credentials: Any) -> str:
    """The address that an attempt counts for, as it was typed, without regard to case."""
    given = credentials or getattr(request, "POST", {})
    text = given.get("email") or given.get("login") or given.get("username") or ""
    return str(text).strip().casefold()[:254]


def seconds_to_wait(request: HttpRequest, email: str) -> int:
    """How long this browser waits until its next attempt for this account; 0: it may try now."""
    rows = _rows(email)
    if device := devices.known(request, email):
        own = rows.filter(user_agent=_name(device))
        return _left(own, FAILURES_OF_A_DEVICE, LOCK_SECONDS)
    rows = rows.filter(user_agent=UNKNOWN)
    near = rows.filter(ip_address=_network(request))
    return max(
        _left(near, FAILURES_FROM_A_NETWORK, PAUSE_SECONDS),
        _left(rows, FAILURES_FROM_ANYWHERE, PAUSE_SECONDS),
    )


def is_slowed(email: str) -> bool:
    """Whether anybody has to wait who tries this account; an administrator can end that."""
    total = _rows(email).aggregate(n=Sum("failures_since_start"))["n"] or 0
    return bool(total >= FAILURES_OF_A_DEVICE)


def forget(email: str) -> None:
    """Let every failure for this account be as if it had not been."""
    AccessAttempt.objects.filter(username=email.casefold()).delete()


def count(request: HttpRequest, email: str) -> None:
    """Note one failure; rows older than the window begin anew."""
    device = devices.known(request, email)
    which = {
        "username": email.casefold(),
        "ip_address": _network(request),
        "user_agent": _name(device) if device else UNKNOWN,
    }
    now = timezone.now()
    AccessAttempt.objects.filter(**which, attempt_time__lt=_since(now)).delete()
    row, made = AccessAttempt.objects.get_or_create(**which, defaults={"failures_since_start": 1})
    if not made:
        again = AccessAttempt.objects.filter(pk=row.pk)
        again.update(failures_since_start=F("failures_since_start") + 1, attempt_time=now)


class Handler(AxesHandler):
    """Answers axes before each attempt, and is told after it."""

    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return not seconds_to_wait(request, typed_email(request, credentials))

    def user_login_failed(
        self, sender: object, credentials: Any, request: Any = None, **kwargs: Any
    ) -> None:
        """Count it, unless it was not let through; whoever has to wait from now on is told."""
        email = typed_email(request, credentials)
        if request is None or request.axes_locked_out or not email:
            return
        count(request, email)
        request.looked_at = True
        if seconds_to_wait(request, email):
            request.axes_locked_out, request.axes_credentials = True, credentials
            address = addresses.address_of(request)
            user_locked_out.send("axes", request=request, username=email, ip_address=address)

    def user_logged_in(self, sender: object, request: Any, user: Any, **kwargs: Any) -> None:
        """The right password forgets the failures of this browser, and of nobody else."""
        rows = AccessAttempt.objects.filter(username=user.email.casefold())
        device = devices.known(request, user.email)
        own = rows.filter(user_agent=_name(device)) if device else rows.none()
        (own | rows.filter(user_agent=UNKNOWN, ip_address=_network(request))).delete()

    def user_logged_out(self, sender: object, request: Any, user: Any, **kwargs: Any) -> None:
        """Nothing is counted."""

    def post_save_access_attempt(self, instance: AccessAttempt, **kwargs: Any) -> None:
        """Nothing else is kept."""

    def post_delete_access_attempt(self, instance: AccessAttempt, **kwargs: Any) -> None:
        """Nothing else is kept."""


def wait_page(request: HttpRequest, *args: Any) -> Any:
    """The page of whoever has to wait, with the time (AXES_LOCKOUT_CALLABLE)."""
    credentials = getattr(request, "axes_credentials", None)
    seconds = seconds_to_wait(request, typed_email(request, credentials)) or PAUSE_SECONDS
    minutes = -(-seconds // 60)
    answer = render(request, "account/locked.html", {"minutes": minutes}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _rows(email: str) -> QuerySet[AccessAttempt]:
    rows: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(username=email.casefold())
    return rows.filter(attempt_time__gte=_since(timezone.now()))


def _since(now: datetime) -> datetime:
    return now - timedelta(seconds=WINDOW_SECONDS)


def _left(rows: QuerySet[AccessAttempt], most: int, pause: int) -> int:
    """Seconds until the next attempt, where more than `most` failed: `pause` after the last."""
    found = rows.aggregate(n=Sum("failures_since_start"), last=Max("attempt_time"))
    if (found["n"] or 0) < most:
        return 0
    gone: float = (timezone.now() - found["last"]).total_seconds()
    return max(0, int(pause - gone) + (gone < pause))


def _name(device: str) -> str:
    return f"device:{device}"


def _network(request: HttpRequest) -> str:
    return addresses.network(addresses.address_of(request)).split("/")[0]
