"""Offices that cannot be reached now: since when, on which number, and what waits for them."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, IntegerField, OuterRef, Q

from central_offices.models import Officer
from kernel import acting
from ledger.models import Delivery, Destination, Lane

MAX_OFFICES_SHOWN, MAX_MESSAGES_COUNTED = 50, 1000


class OutOfReach(NamedTuple):
    """One office: `waiting` of our messages, `urgent` among them in the urgent lane."""

    office: Any
    since: datetime
    paused: bool
    waiting: int
    urgent: int


def offices(officer: Officer) -> list[OutOfReach]:
    """Offices that are paused or do not answer; first those that something of ours waits for.

    The directory says of every office whether it can be reached, to every officer; what waits is
    counted for the own office only, and no further than MAX_MESSAGES_COUNTED an office.
    """
    rows = (
        Destination.objects.exclude(paused_at=None, unreachable_since=None, disabled_at=None)
        .select_related("office")
        .annotate(
            waiting=_waiting(officer, Q()),
            urgent=_waiting(officer, Q(lane=Lane.URGENT)),
        )
        .order_by("-urgent", "-waiting", F("office__sort_key"))[:MAX_OFFICES_SHOWN]
    )
    with acting.by_a_rule("what waits for an office"):  # a count, also above the clearance
        found = list(rows)
    return [
        OutOfReach(
            row.office,
            min(filter(None, [row.paused_at, row.unreachable_since, row.disabled_at])),
            row.paused_at is not None or row.disabled_at is not None,
            row.waiting,
            row.urgent,
        )
        for row in found
    ]


def _waiting(officer: Officer, which: Q) -> Func:
    queued = Delivery.objects.filter(
        which,
        destination=OuterRef("pk"),
        message__sender=officer.office_id,
        status=Delivery.Status.QUEUED,
    )
    few = ArraySubquery(queued.values("pk")[:MAX_MESSAGES_COUNTED])
    return Func(few, function="CARDINALITY", output_field=IntegerField())
