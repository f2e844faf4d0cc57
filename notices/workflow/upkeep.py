"""Upkeep of notices by the system: closes withdrawals, ends terms and suspensions."""

import logging
from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from central_offices import roles
from kernel import acting, batches
from kernel.periodic import UNLIMITED, Budget
from ledger.models import Delivery
from notices.models import Notice
from notices.queries import NoticeQuerySet
from notices.workflow import circulating, visibility


@acting.by_a_rule("which recalls have arrived")
def settle(budget: Budget = UNLIMITED) -> int:
    """Close the withdrawals whose recall has reached every office; returns how many."""
    waiting = Delivery.objects.filter(
        thread=OuterRef("pk"), status__in=[Delivery.Status.QUEUED, Delivery.Status.DEAD]
    )
    through = Notice.objects.filter(~Exists(waiting), status=Notice.Status.WITHDRAWN)
    return _each(through, circulating.settle, budget)


def expire(budget: Budget = UNLIMITED) -> int:
    """End the notices whose last day is past; returns how many."""
    over = Notice.objects.filter(
        status__in=Notice.IN_CIRCULATION,
        valid_until__lt=timezone.now().date(),
    )
    return _each(over, circulating.expire, budget, oldest="valid_until")


def end_suspensions(budget: Budget = UNLIMITED) -> int:
    """End the suspensions whose last day is past; returns of how many notices.

    A notice that ran out meanwhile is left to `expire`; one that the Commission objects to stays
    suspended, and is among the reviewers' work.
    """
    today = timezone.now().date()
    over = Q(owner_suspends_until__lt=today) | Q(secretariat_suspends_until__lt=today)
    rows = Notice.objects.filter(over, status=Notice.Status.SUSPENDED)
    rows = rows.exclude(valid_until__lt=today)
    return _each(rows, circulating.end_suspensions, budget, oldest="updated_at")


def compare(budget: Budget = UNLIMITED) -> int:
    """Put right every `seen_by` that is not what the rule says; returns how many were wrong."""
    system, wrong = roles.system(), 0
    rows = visibility.compared()
    for keys in batches.walk("notices.workflow.visibility", rows, by=system, budget=budget):
        with acting.acting_as(system):
            wrong += visibility.compare(keys)
    if wrong:
        logging.getLogger("agency").warning("%s notices were seen by other offices.", wrong)
    return wrong


def _each(
    rows: NoticeQuerySet[Notice], verb: Callable[..., None], budget: Budget, oldest: str = "pk"
) -> int:
    """Take the step for each row, with a commit each: a recall locks the notice's destinations."""
    system = roles.system()
    return batches.each(rows, verb, by=system, budget=budget, oldest=oldest, batch_rows=1)
