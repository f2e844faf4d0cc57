"""An account closed at once by one person's word, for a dated number of hours.

A stolen account of somebody who decides must be stopped tonight, and one person must not take it
away. So one suspends; a second confirms within the hours, else the account opens again by itself
(docs/decisions/0040).
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.accounts import staff
from central_offices.models import AccessChange, Officer, WaitingTime
from central_offices.two_persons import changes, counting
from kernel import acting
from kernel.errors import NotPermitted, NotReady, WrongState

MOST_AT_ONCE = 2  # accounts that one person may hold suspended
AGAIN_AFTER_DAYS = 30


def suspend(officer: Officer, *, by: Officer, reason: str) -> AccessChange:
    """Close the account now, and propose to disable it; returns the change that waits.

    A step of an administrator or a head of the office. The person, everybody of the office, all
    administrators and the Commission are told. Raises NotPermitted, NotReady or WrongState.
    """
    with acting.acting_as(by):
        if not staff.leads(by, officer):
            staff.check(by, officer)
        if not staff.needs_two(officer):
            raise NotReady(_("One person disables this account. Nothing has to be suspended."))
        # One after the other: what one person holds suspended is counted.
        Officer.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
        _demand_few(officer, by)
        now = timezone.now()
        change = changes.propose(
            AccessChange.Kind.DISABLE,
            officer.office,
            person=officer,
            by=by,
            reason=reason,
            suspends_until=now + counting.hours(WaitingTime.Of.SUSPENDED, now),
        )
        told = {"data": {"change": str(change.pk)}, "detail": {"reason": reason}}
        with staff.held(officer, "suspend", by=by, **told) as locked:
            staff.close_account(locked, reason)
    return change


def _demand_few(officer: Officer, by: Officer) -> None:
    mine = AccessChange.objects.filter(proposed_by=by).exclude(suspends_until=None)
    if mine.filter(status=AccessChange.Status.PENDING).count() >= MOST_AT_ONCE:
        raise NotPermitted(
            _("You hold %(count)s accounts suspended already. Let a second person decide on them.")
            % {"count": MOST_AT_ONCE}
        )
    lately = timezone.now() - timedelta(days=AGAIN_AFTER_DAYS)
    before = mine.filter(person=officer, proposed_at__gt=lately)
    if before.exclude(status=AccessChange.Status.CONFIRMED).exists():
        raise WrongState(
            _(
                "You suspended this account before, and nobody confirmed it. Propose to disable "
                "it, or let another administrator suspend it."
            )
        )
