"""Tell offices: messages are written with their cause, and leave the house after the commit."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kernel import acting
from kernel.acting import Office, Officer
from ledger.delivery import bulk_update, delivery_log, wakeup
from ledger.models import Delivery, Destination, Lane, Message
from ledger.signatures import signing

# Also what whoever acts didn't send: one message that is overlooked is delivered all the same.
UNDELIVERED = "what is undelivered"


def post(
    type: str,
    *,
    thread: UUID,
    sender: Office,
    to: Iterable[Office],
    data: dict[str, Any],
    urgent: bool = False,
    classification: int = 0,
    handling_codes: Iterable[str] = (),
) -> Message:
    """Put one message for the offices `to` into the outbox; written when the transaction commits.

    Everyone gets a numbered delivery of their own. `thread` is the request or notice that the
    message is about: messages of one thread arrive in the order in which they were posted.
    """
    offices = sorted(set(to), key=lambda office: office.code)
    message = Message(
        type=type,
        lane=Lane.URGENT if urgent else Lane.NORMAL,
        thread=thread,
        sender=cast(Any, sender),  # the row's class stands above the ledger
        recipients=[office.code for office in offices],
        classification=classification,
        handling_codes=list(handling_codes),
        data=data,
    )
    if offices:
        acting.current().gather("messages", (message, offices))
    return message


def write(gathered: list[tuple[Message, list[Office]]]) -> None:
    """Sign, number and insert the gathered messages: destinations are locked once, by id."""
    signing.sign([message for message, _ in gathered])
    wanted = {office.pk for _, offices in gathered for office in offices}
    locked = Destination.objects.select_for_update().filter(office__in=wanted).order_by("id")
    destinations = {row.office_id: row for row in locked}
    Message.objects.bulk_create([message for message, _ in gathered])
    deliveries = [
        _numbered(message, destinations[office.pk])
        for message, offices in gathered
        for office in offices
    ]
    bulk_update.update(list(destinations.values()), ["urgent_seq", "normal_seq"])
    Delivery.objects.bulk_create(deliveries)
    for row in deliveries:
        delivery_log.note_at_commit("Message written.", row, type=row.message.type, seq=row.seq)
    ids = sorted(row.pk for row in destinations.values())
    transaction.on_commit(lambda: wakeup.deliver_soon(ids), robust=True)


def lock(offices: Iterable[int]) -> None:
    """Lock the destinations of all offices of which `take_back` will be asked, one act at a time.

    Whoever takes back several acts in one transaction calls it once, after the acts are locked.
    """
    if wanted := list(offices):
        list(Destination.objects.select_for_update().filter(office__in=wanted).order_by("id"))


@acting.by_a_rule(UNDELIVERED)
def take_back(thread: UUID, offices: Iterable[Office]) -> set[int]:
    """Take what is still undelivered of a thread out of the outbox; returns the offices spared.

    Dead letters are taken back as well. The destinations are locked, so that nothing is under
    way in between; whoever is not in the answer has, or may have, received something (what was
    posted to a webhook may have arrived, whatever was answered) and must be told.
    """
    wanted = {office.pk for office in offices}
    rows = Destination.objects.select_for_update().filter(office__in=wanted).order_by("id")
    by_id = {row.pk: row.office_id for row in rows}
    thread_rows = Delivery.objects.filter(destination__in=by_id, thread=thread)
    waiting = thread_rows.filter(status__in=[Delivery.Status.QUEUED, Delivery.Status.DEAD])
    locked = waiting.select_for_update().order_by("id")
    taken = list(locked.only("message_id", "destination_id", "thread", "lane", "posted_at"))
    spared = {row.destination_id for row in taken}
    perhaps = {row.destination_id for row in taken if row.posted_at}
    reached = set(
        thread_rows.filter(status=Delivery.Status.DELIVERED).values_list(
            "destination_id", flat=True
        )
    )
    Delivery.objects.filter(pk__in=[row.pk for row in taken]).update(
        status=Delivery.Status.RECALLED
    )
    for row in taken:
        delivery_log.note_at_commit("Message taken back.", row)
    return {by_id[pk] for pk in spared - reached - perhaps}


@acting.by_a_rule(UNDELIVERED)
def withdraw(thread: UUID, destinations: Iterable[Destination]) -> None:
    """Take what is undelivered of a thread out of the outbox: the next message says it better.

    `destinations` are all that it will be written to: they are locked at once.
    """
    wanted = [row.pk for row in destinations]
    list(Destination.objects.select_for_update().filter(pk__in=wanted).order_by("id"))
    waiting = Delivery.objects.filter(
        thread=thread, status__in=[Delivery.Status.QUEUED, Delivery.Status.DEAD]
    )
    locked = waiting.select_for_update().order_by("id")
    taken = list(locked.only("message_id", "destination_id", "thread", "lane"))
    Delivery.objects.filter(pk__in=[row.pk for row in taken]).update(
        status=Delivery.Status.RECALLED
    )
    for row in taken:
        delivery_log.note_at_commit("Message taken back.", row)


@acting.by_a_rule(UNDELIVERED)
def resend(delivery: Delivery) -> None:
    """Send a dead letter again, under its old id and number; the next failure counts anew."""
    Destination.objects.filter(pk=delivery.destination_id).update(next_attempt_at=None)
    Delivery.objects.filter(pk=delivery.pk, status=Delivery.Status.DEAD).update(
        status=Delivery.Status.QUEUED, dead_at=None, last_error="", attempts=0
    )
    delivery_log.note_at_commit("Message resent.", delivery)
    transaction.on_commit(lambda: wakeup.deliver_soon([delivery.destination_id]), robust=True)


def opened(thread: UUID, *, by: Officer) -> None:
    """Note that somebody of the office has looked at what was delivered."""
    Delivery.objects.filter(
        thread=thread,
        destination__office=by.office_id,
        status=Delivery.Status.DELIVERED,
        opened_at=None,
    ).update(opened_at=timezone.now(), opened_by=by.pk)


def _numbered(message: Message, destination: Destination) -> Delivery:
    field = "urgent_seq" if message.lane == Lane.URGENT else "normal_seq"
    setattr(destination, field, getattr(destination, field) + 1)
    return Delivery(
        message=message,
        destination=destination,
        thread=message.thread,
        lane=message.lane,
        seq=getattr(destination, field),
        # Every message takes one number in one of the lanes, so the sum counts them all.
        place=destination.urgent_seq + destination.normal_seq,
        # Nobody calls a webhook that is switched off: the clocks of its office run all the same.
        first_attempt_at=timezone.now() if destination.disabled_at else None,
    )
