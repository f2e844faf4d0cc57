"""Upkeep of requests as time passes; derived from the database alone: any beat may repeat it."""

import logging
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from cases.safeguards import protected_status
from cases.safeguards.protected_status import Act
from central_offices import roles
from central_offices.models import Officer
from exchange.clocks import deadlines, escalation
from exchange.conversation import delays
from exchange.custody import arrests
from exchange.lifecycle import recipient_steps
from exchange.models import RecipientStatus, Request, RequestRecipient, RequestReview
from exchange.requests import closing, flash, person_acts, reviewing, visibility
from kernel import acting, batches
from kernel.periodic import UNLIMITED, Budget
from ledger import events
from ledger.models import Delivery

WHAT_IS_DUE = "what is due"  # whoever starts it, time treats all requests alike


@acting.by_a_rule(WHAT_IS_DUE)
def settle(budget: Budget = UNLIMITED) -> None:
    """Everything that is due now, each kind within its share of the time."""
    kinds = [unapproved, absent, deferred, escalation.climb, alarms, answered, unreviewed, objected]
    for place, kind in enumerate(kinds):
        kind(budget.share(len(kinds) - place))


@acting.by_a_rule(WHAT_IS_DUE)
def compare(budget: Budget = UNLIMITED) -> int:
    """Put right every `seen_by` that is not what its rule says; returns how many were wrong."""
    system, wrong = roles.system(), 0
    requests = Request.objects.all()
    for keys in batches.walk("exchange.requests.visibility", requests, by=system, budget=budget):
        with acting.acting_as(system):
            wrong += visibility.put_right(keys)
    if wrong:
        logging.getLogger("agency").warning("%s requests were seen by other offices.", wrong)
    return wrong


@acting.by_a_rule("which offices are away")
def absent(budget: Budget = UNLIMITED) -> int:
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
    tried_at = Subquery(tried.values("first_attempt_at")[:1])
    return each(rows.annotate(tried_at=tried_at), absence, budget)


def absence(recipient: Any, *, by: Officer) -> None:
    """Start the clocks of something that could not be delivered yet; `by` is the system.

    The recipient carries `tried_at`, as `absent` finds it."""
    with recipient_steps.take("count_absence", recipient, by=by, chain=events.SYSTEM) as locked:
        locked.clock_from = recipient.tried_at
        deadlines.start(locked, deadlines.rules(), deadlines.agreed())
        locked.next_due = deadlines.next_due(locked, RecipientStatus.QUEUED)


def deferred(budget: Budget = UNLIMITED) -> int:
    """Bring back what was put off until now."""
    rows = RequestRecipient.objects.filter(
        status=RecipientStatus.DEFERRED, deferred_until__lte=timezone.now()
    ).select_related("request__type", "office")
    return each(rows, delays.come_back, budget, "deferred_until")


def alarms(budget: Budget = UNLIMITED) -> int:
    """Ring what is due for persons who are held."""
    return each(arrests.due(), arrests.ring, budget, "next_alarm")


def answered(budget: Budget = UNLIMITED) -> int:
    """Close what was answered long ago and left alone."""
    quiet = RequestRecipient.objects.filter(
        status__in=sorted(recipient_steps.steps["close_quietly"].sources),
        answered_at__lte=timezone.now() - deadlines.CLOSES_AFTER,
    )
    rows = Request.objects.filter(pk__in=quiet.values("request"), status=Request.Status.SENT)
    return each(rows, closing.close_quietly, budget)


def unapproved(budget: Budget = UNLIMITED) -> int:
    """Tell everybody about flash requests whose approval did not come in time."""
    rows = Request.objects.filter(
        status=Request.Status.SENT,
        approved_by=None,
        approval_due__lte=timezone.now(),
        unapproved_at=None,
    )
    return each(rows, flash.leave_unapproved, budget, "approval_due")


def unreviewed(budget: Budget = UNLIMITED) -> int:
    """Put reviews whose time is over before the head of the Secretariat."""
    rows = RequestReview.objects.open().filter(due_at__lte=timezone.now(), told_at=None)
    return each(rows, reviewing.tell_head, budget, "due_at")


def objected(budget: Budget = UNLIMITED) -> int:
    """Put requests that had left before a claim was entered before the reviewers."""
    with acting.acting_as(roles.system()):
        noted = protected_status.noted(Act.REQUEST)
    rows = Request.objects.filter(pk__in=noted, status=Request.Status.SENT, review=None)
    return each(rows.exclude(type__seeks=""), person_acts.look_again, budget)


@acting.by_a_rule(WHAT_IS_DUE)
def count_acts() -> None:
    """Forget the fingerprints of requests that count no more; make those of a new key anew."""
    with acting.acting_as(roles.system()):
        person_acts.purge()
        for row in person_acts.lacking():
            person_acts.keep(row)


@acting.by_a_rule(WHAT_IS_DUE)
def each(
    rows: Any, verb: Callable[..., None], budget: Budget = UNLIMITED, oldest: str = "pk"
) -> int:
    """Let the system take one step on each row, the oldest first; returns how many it took."""
    return batches.each(rows, verb, by=roles.system(), budget=budget, oldest=oldest)
