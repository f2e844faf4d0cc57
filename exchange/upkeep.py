"""What time does to requests; derived from the database alone, so any beat may run it twice."""

import logging
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from agency.kernel.errors import Refusal
from central_offices import roles
from exchange import flash
from exchange.models import Request

MOST = 500


def settle() -> None:
    """Everything that is due now; beat runs it several times a minute."""
    unapproved()


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
