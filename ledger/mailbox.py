"""The mailbox of an office: what was delivered to it, taken by its own system in order.

The cursor is the order of arrival, not the number: a dead letter that is sent again keeps its
number and arrives late, and must not be missed by a system that has read past it.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel import acting
from kernel.acting import Officer
from kernel.errors import NotReady
from ledger import events
from ledger.delivery import clearance, delivery_log
from ledger.models import Delivery, Destination, InboxMessage, Lane, Message
from ledger.signatures import genuine

log = logging.getLogger("agency")
SEEN_EVERY = timedelta(seconds=5)


def take(
    officer: Officer, *, lane: str | None = None, after: int | None = None, limit: int = 100
) -> tuple[list[Delivery], bool]:
    """The next messages for the officer's office, and whether there are more; notes that they
    were read. What no system of the office is cleared for is among them, to be shown as a notice
    (`withheld`).

    With `after`: those of the lane that arrived later. Without: those that were not confirmed,
    the urgent lane first.
    """
    rows = _for(officer).select_related("destination__office")
    if lane:
        rows = rows.filter(lane=lane)
    rows = rows.filter(confirmed_at=None) if after is None else rows.filter(arrival__gt=after)
    next_ones = list(rows.order_by("-lane", "arrival")[: limit + 1])
    found = _receipted(_with_messages(next_ones[:limit]))
    now = timezone.now()
    seen = Destination.objects.filter(office=officer.office_id)
    seen.exclude(last_seen_at__gt=now - SEEN_EVERY).update(last_seen_at=now)
    unread = [row for row in found if row.fetched_at is None]
    Delivery.objects.filter(pk__in=[row.pk for row in unread]).update(fetched_at=now)
    for row in unread:
        delivery_log.note_at_commit("Message fetched.", row)
    clearance.note(found, withheld(officer, found))
    return found, len(next_ones) > limit


def _with_messages(rows: list[Delivery]) -> list[Delivery]:
    """Each with its message, also one of which a notice leaves: its id stands in the notice."""
    messages = Message.objects.select_related("sender")
    with acting.by_a_rule("what a notice stands for"):
        known = messages.in_bulk({row.message_id for row in rows})
    for row in rows:
        row.message = known[row.message_id]
    return rows


def _receipted(rows: list[Delivery]) -> list[Delivery]:
    """Without those that no receipt of the Secretariat speaks of: they were never delivered."""
    offices = {row.destination.office_id for row in rows}
    there = InboxMessage.objects.filter(recipient__in=offices)
    texts = dict(
        there.filter(message_id__in=[row.message_id for row in rows]).values_list(
            "message_id", "receipt"
        )
    )
    known = genuine.receipted((row, texts.get(row.message_id, "")) for row in rows)
    for row in rows:
        if row.pk not in known:
            log.critical(
                "The delivery %s was written by nobody who delivers, or changed since: it is kept "
                "from its recipient. Somebody changed the table.",
                row.pk,
            )
    return [row for row in rows if row.pk in known]


def withheld(officer: Officer, found: list[Delivery]) -> set[UUID]:
    """Those of which the officer gets a notice only."""
    return {row.pk for row in found if row.message.classification > officer.clearance}


def receipts(officer: Officer, found: list[Delivery]) -> dict[str, str]:
    """The signed receipts of what was delivered, by the id of the message; of a notice none."""
    hidden = withheld(officer, found)
    ids = [row.message_id for row in found if row.pk not in hidden]
    rows = InboxMessage.objects.filter(recipient=officer.office_id, message_id__in=ids)
    pairs = rows.exclude(receipt="").values_list("message_id", "receipt")
    return {str(pk): receipt for pk, receipt in pairs}


def confirm(
    officer: Officer,
    *,
    ids: Sequence[UUID] = (),
    lane: str | None = None,
    up_to: int | None = None,
) -> int:
    """Note that the office's system has stored these messages; how many were not noted before.

    Raises NotReady where `up_to` lies above what was taken from the lane: nobody has stored it.
    """
    if lane and up_to is not None:
        _demand_taken(officer, lane, up_to)
    wanted = Q(message__in=ids) | Q(pk__in=ids)
    if lane and up_to is not None:
        wanted |= Q(lane=lane, arrival__lte=up_to)
    rows = _for(officer).filter(wanted, fetched_at__isnull=False, confirmed_at=None)
    ids_only = rows.only("message_id", "destination_id", "thread", "lane")
    confirmed = list(ids_only.select_for_update(of=("self",)).order_by("pk"))
    Delivery.objects.filter(pk__in=[row.pk for row in confirmed]).update(
        confirmed_at=timezone.now()
    )
    for row in confirmed:
        delivery_log.note_at_commit("Message acknowledged.", row)
    return len(confirmed)


def take_back(
    officer: Officer,
    *,
    ids: Sequence[UUID] = (),
    lane: str | None = None,
    after: int | None = None,
) -> int:
    """Note that messages were confirmed wrongly: they come again. How many there were.

    Those of `ids`, and all of a lane that arrived after a cursor.
    """
    wanted = Q(message__in=ids) | Q(pk__in=ids)
    if lane and after is not None:
        wanted |= Q(lane=lane, arrival__gt=after)
    rows = _for(officer).filter(wanted, confirmed_at__isnull=False)
    found = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=found).update(confirmed_at=None)
    events.record("mailbox.take_back_acks", by=officer, data={"messages": len(found)}, step=True)
    return len(found)


def _demand_taken(officer: Officer, lane: str, up_to: int) -> None:
    taken = _for(officer).filter(lane=lane, fetched_at__isnull=False)
    last = taken.aggregate(last=Max("arrival"))["last"] or 0
    if up_to > last:
        sentence = _("You took this lane up to %(last)s. Confirm nothing above it.")
        words = sentence % {"last": last}
        raise NotReady(words, [("up_to", words)])


def cursor(found: list[Delivery], after: int | None) -> int:
    """Where to go on: the last arrival among these, or where the reader stood."""
    return max([row.arrival or 0 for row in found], default=after or 0)


def newest(officer: Officer) -> dict[str, int]:
    """The last arrival in each lane: how far the mailbox reaches."""
    rows = _for(officer).values("lane").annotate(last=Max("arrival")).order_by()
    return dict.fromkeys(Lane.values, 0) | {row["lane"]: row["last"] for row in rows}


def _for(officer: Officer) -> QuerySet[Delivery]:
    """Deliveries that the officer may have; and all, if no system of the office may have more."""
    rows = Delivery.objects.filter(
        destination__office=officer.office_id, status=Delivery.Status.DELIVERED
    )
    if clearance.levels([officer.office_id]).get(officer.office_id, 0) <= officer.clearance:
        return rows
    return rows.filter(message__classification__lte=officer.clearance)
