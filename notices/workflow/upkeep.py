"""Upkeep of notices by the system: closes withdrawals, ends terms, compares rules."""

import logging
from collections.abc import Callable

from django.db.models import Exists, OuterRef
from django.utils import timezone

from central_offices import roles
from kernel import acting
from kernel.errors import Refusal
from ledger.models import Delivery
from notices.models import Notice
from notices.queries import NoticeQuerySet
from notices.workflow import circulating, visibility

MAX_NOTICES_PER_RUN = 500


def settle() -> int:
    """Close the withdrawals whose recall has reached every office; returns how many."""
    waiting = Delivery.objects.filter(
        thread=OuterRef("pk"), status__in=[Delivery.Status.QUEUED, Delivery.Status.DEAD]
    )
    through = Notice.objects.filter(~Exists(waiting), status=Notice.Status.WITHDRAWN)
    return _each(through, circulating.settle)


def expire() -> int:
    """End the notices whose last day is past; returns how many."""
    over = Notice.objects.filter(
        status__in=Notice.IN_CIRCULATION,
        valid_until__lt=timezone.now().date(),
    )
    return _each(over, circulating.expire)


def compare() -> int:
    """Put right every `seen_by` that is not what the rule says; returns how many were wrong."""
    with acting.acting_as(roles.system()):
        wrong = visibility.compare()
    if wrong:
        logging.getLogger("agency").warning("%s notices were seen by other offices.", wrong)
    return wrong


def _each(rows: NoticeQuerySet[Notice], verb: Callable[..., None]) -> int:
    """Take the step for each row in a transaction of its own; a refusal leaves it for later."""
    by, done = roles.system(), 0
    for notice in list(rows.order_by("pk")[:MAX_NOTICES_PER_RUN]):
        try:
            verb(notice, by=by)
            done += 1
        except Refusal:
            logging.getLogger("agency").exception("Notice %s was left as it is.", notice.pk)
    return done
