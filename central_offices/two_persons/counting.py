"""Who counts where several persons decide: nobody whose account, role or clearance is new.

Releases, reviews, approvals, publications and confirmations rest on accounts that somebody could
make for the purpose. So what is new counts only after a time (WaitingTime) in which everybody who
has been told can object. The lifecycles ask `why_not`, through `ledger.lifecycle.ask_who_counts`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from central_offices.models import OfficeKey, Officer, RoleGrant, WaitingTime, rights
from central_offices.two_persons import commissioning
from kernel import acting
from kernel.errors import NotPermitted

Of = WaitingTime.Of


def why_not(officer: Any, right: str, row: Any = None) -> str:
    """Why the officer doesn't count for the right yet, in a sentence; empty when he does."""
    until = not_before(officer, right, getattr(row, "classification", 0))
    if until is None or until <= timezone.now():
        return ""
    words = {"until": date_format(until, "j F Y H:i")}
    return (
        _(
            "Your account, role, clearance or second factor is new: until %(until)s UTC it does "
            "not count where several persons decide. Somebody who has held the role for longer "
            "can do it now."
        )
        % words
    )


def counts(officer: Officer, right: str, level: int = 0, at: datetime | None = None) -> bool:
    """Whether the officer counts at a moment (now) among several persons who decide by a right."""
    until = not_before(officer, right, level)
    return until is None or until <= (at or timezone.now())


def demand(officer: Officer, right: str) -> None:
    """Raise NotPermitted while the officer doesn't count for the right."""
    if sentence := why_not(officer, right):
        raise NotPermitted(sentence)


def not_before(officer: Officer, right: str, level: int = 0) -> datetime | None:
    """From when on the officer counts for the right; None: nothing has to be waited for."""
    if commissioning.being_set_up():
        return None
    kept: dict[tuple[str, bool], datetime | None] = officer.kept.setdefault("waits", {})
    raised = officer.clearance_before is not None and level > officer.clearance_before
    if (right, raised) not in kept:
        rows = list(WaitingTime.objects.all())
        begun = _beginnings(officer, right, raised=raised)
        kept[right, raised] = max(at + _hours(rows, of, at) for of, at in begun)
    return kept[right, raised]


def hours(of: str, at: datetime) -> timedelta:
    """The waiting time of what begins at a moment; none where no row is in force on that day."""
    return _hours(list(WaitingTime.objects.all()), of, at)


def _hours(rows: list[WaitingTime], of: str, at: datetime) -> timedelta:
    day = at.date()
    for row in rows:
        if row.of == of and row.valid_from <= day and (not row.valid_to or day < row.valid_to):
            return timedelta(hours=row.hours)
    return timedelta(0)


def _beginnings(officer: Officer, right: str, *, raised: bool) -> Iterator[tuple[str, datetime]]:
    """Since when the officer has what the decision takes, each with its kind of waiting time."""
    client = None if officer.is_human else getattr(officer, "api_client", None)
    yield (Of.CLIENT if client else Of.ACCOUNT), officer.valid_from
    if client:
        yield Of.CLIENT, client.valid_from
        yield from _of_key()
    if begins := _unbroken_since(officer, right):
        yield Of.ROLE, begins
    if officer.factor_from:
        yield Of.FACTOR, officer.factor_from
    if raised and officer.clearance_from:
        yield Of.CLEARANCE, officer.clearance_from


def _of_key() -> Iterator[tuple[str, datetime]]:
    """Where an office's system signed its call: since when its key is registered."""
    act = acting.under_way()
    signed = act and act.signed
    key = signed and OfficeKey.objects.filter(kid=signed.kid, replaces=None).first()
    if key:
        yield Of.KEY, key.not_before


def _unbroken_since(officer: Officer, right: str) -> datetime | None:
    """Since when roles that give the right have followed each other without a gap.

    A duty role for one shift counts at once: a head gives it to somebody who is not new.
    """
    now = timezone.now()
    grants = RoleGrant.objects.filter(
        officer=officer.pk, office=officer.office_id, role__in=rights.giving(right)
    )
    begun = list(grants.filter(valid_from__lte=now).order_by("-valid_from"))
    held = [grant for grant in begun if grant.valid_to is None or grant.valid_to > now]
    if not held or any(grant.for_one_shift for grant in held):
        return None
    since = min(grant.valid_from for grant in held)
    for grant in begun:
        touches = grant.valid_to is not None and grant.valid_to >= since
        if touches and not grant.for_one_shift:
            since = min(since, grant.valid_from)
    return since
