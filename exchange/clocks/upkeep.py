"""Upkeep of requests as time passes; derived from the database alone, so any beat may run twice."""

import logging
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from central_offices import roles
from central_offices.models import Officer
from exchange.clocks import deadlines, escalation
from exchange.conversation import delays
from exchange.custody import arrests
from exchange.lifecycle import desk
from exchange.models import RecipientStatus, Request, RequestRecipient
from exchange.requests import closing, flash
from kernel.errors import Refusal
from ledger import events
from ledger.models import Delivery

MOST = 500


def settle() -> None:
    """Everything that is due now; beat runs it several times a minute."""
    unapproved()
    absent()
    deferred()
    escalation.climb()
    each(arrests.due(), arrests.ring)
    answered()


def absent() -> int:
    """Let the clocks run that began at the first attempt to reach an office that is away."""
    tried = Delivery.objects.filter(
        thread=OuterRef("request_id"),
        destination__office=OuterRef("office_id"),
        message__type="request.sent",
        first_attempt_at__isnull=False,
        destination__unreachable_since__isnull=False,
    )
    rows = RequestRecipient.objects.filter(
        Exists(tried), status=RecipientStatus.QUEUED, clock_from=None
    )
    return each(rows.annotate(tried_at=Subquery(tried.values("first_attempt_at")[:1])), absence)


def absence(recipient: Any, *, by: Officer) -> None:
    """Start the clocks of something that could not be delivered yet; `by` is the system.

    The recipient carries `tried_at`, as `absent` finds it.
    """
    with desk.take("count_absence", recipient, by=by, chain=events.SYSTEM) as locked:
        locked.clock_from = recipient.tried_at
        deadlines.start(locked, deadlines.rules(), deadlines.agreed())
        locked.next_due = deadlines.next_due(locked, RecipientStatus.QUEUED)


def deferred() -> int:
    """Bring back what was put off until now."""
    rows = RequestRecipient.objects.filter(
        status=RecipientStatus.DEFERRED, deferred_until__lte=timezone.now()
    ).select_related("request__type", "office")
    return each(rows, delays.come_back)


def answered() -> int:
    """Close what was answered long ago and left alone."""
    quiet = RequestRecipient.objects.filter(
        request=OuterRef("pk"),
        status__in=desk.steps["close_quietly"].sources,
        answered_at__lte=timezone.now() - deadlines.CLOSES_AFTER,
    )
    rows = Request.objects.filter(Exists(quiet), status=Request.Status.SENT)
    return each(rows, closing.close_quietly)


def unapproved() -> int:
    """Tell everybody about flash requests whose approval did not come in time."""
    rows = Request.objects.filter(
        status=Request.Status.SENT,
        approved_by=None,
        approval_due__lte=timezone.now(),
        unapproved_at=None,
    )
    return each(rows, flash.leave_unapproved)


def each(rows: Any, verb: Callable[..., None]) -> int:
    """Let the system take one step on each row; returns how many it took.

    Somebody, or another worker, may have been there first: that is a refusal, and no fault.
    """
    system, taken = roles.system(), 0
    for row in rows.order_by("pk")[:MOST]:
        try:
            verb(row, by=system)
            taken += 1
        except Refusal as refusal:
            logging.getLogger("agency").info("Left as it is: %s: %s", row.pk, refusal)
    return taken
