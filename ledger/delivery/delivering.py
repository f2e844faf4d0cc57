"""Carry what is in the outbox to the offices: leased, in order, once.

A destination is worked on by one worker at a time, who holds a lease with a token; nothing is
marked by a worker whose token is not the destination's any more (fencing). A batch of messages,
to several destinations, is stored in one transaction; when that fails, each on its own. What
goes by webhook is posted first (`webhook_sender`), outside any transaction, and stored in the
same way once the office's system has confirmed it. See docs/laws.md E3.
"""

import logging
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, connection

from kernel import acting
from ledger.delivery import backoff, delivery_log, envelope, leases, receipts, webhook_sender
from ledger.delivery.leases import due as due_destinations
from ledger.models import Attempt, Delivery, InboxMessage
from ledger.signatures import signing

__all__ = ["deliver", "due_destinations", "probe"]
BATCH = 100
LAST_ATTEMPT = 8

log = logging.getLogger("ledger")


@acting.by_a_rule("delivery")
def deliver(*destinations: int, probe: bool = True) -> int:
    """Deliver what waits for these destinations; returns how many. Safe at any time, twice.

    Without `probe`, webhooks whose circuit is open are left to `probe()`.
    """
    delivered, waiting = 0, set(destinations)
    while waiting:
        token = uuid4()
        held = leases.take(waiting, token, webhooks=False)
        try:
            done, emptied = _empty(held, token)
        finally:
            leases.release(token)
        delivered += done
        # What was committed after the last look found the lease taken, and nobody else to go.
        waiting = set(due_destinations(among=emptied)) if emptied else set()
    return delivered + webhook_sender.post(destinations, store, probe=probe)


@acting.by_a_rule("delivery")
def probe() -> int:
    """Try every webhook with an open circuit whose back-off is over; one worker does it at a time.

    It may wait for many that do not answer, and must not keep the others from what is alive.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [PROBING])
        if not cursor.fetchone()[0]:
            return 0
        try:
            return webhook_sender.post(due_destinations(circuit_open=True), store)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PROBING])


PROBING = 0x11A5_0001


def _empty(held: set[int], token: UUID) -> tuple[int, set[int]]:
    """Deliver until nothing is left: how many, and the destinations that are empty now."""
    delivered = 0
    while held and (batch := _next(held)):
        done, stopped = store(batch, token)
        delivered += done
        alive = [row.destination for row in batch if row.destination_id not in stopped]
        if any(row.failures for row in alive):
            backoff.reached(alive)
        held = (held - stopped) & leases.renew(token)
    return delivered, held


def _next(held: set[int]) -> list[Delivery]:
    return webhook_sender.next_for(dict.fromkeys(held, max(4, BATCH // len(held))), BATCH)


def store(batch: list[Delivery], token: UUID) -> tuple[int, set[int]]:
    """Store a batch in the recipients' inboxes: how many, and the destinations that must stop.

    A dead letter or a recalled message lets the next one pass; anything else stops its
    destination, so that nothing is overtaken.
    """
    try:
        if len(batch) > 1 and _store_together(batch, token):
            return len(batch), set()
        return _store_singly(batch, token)
    except (OperationalError, InterfaceError):
        log.warning("The database ended a delivery; it is tried again.", exc_info=True)
        return 0, {row.destination_id for row in batch}


def _store_together(batch: list[Delivery], token: UUID) -> bool:
    """The whole batch in one transaction; False when something in it is not as usual."""
    try:
        with acting.acting_as(acting.PUBLIC):
            receipts.lock(batch)
            _arrive(batch, token)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        return False
    for row in batch:
        _note_stored(row, token)
    return True


def _store_singly(batch: list[Delivery], token: UUID) -> tuple[int, set[int]]:
    done, stopped = 0, set()
    for delivery in batch:
        if delivery.destination_id in stopped:
            continue
        with acting.acting_as(acting.PUBLIC):
            receipts.lock([delivery])
            stored = _try(delivery, token)
        if stored is None:
            stopped.add(delivery.destination_id)
        elif stored:
            _note_stored(delivery, token)
        done += bool(stored)
    return done, stopped


def _note_stored(row: Delivery, token: UUID) -> None:
    status = row.call.http_status if row.call else None
    delivery_log.note(
        "Message stored.", row, attempt=row.attempts + 1, lease=str(token), http_status=status
    )


def _try(delivery: Delivery, token: UUID) -> bool | None:
    """True when stored, False when the next may pass, None when the destination must stop."""
    try:
        with acting.acting_as(acting.PUBLIC):
            _arrive([delivery], token)
        return True
    except _NotMarked:
        return False if leases.holds(delivery.destination_id, token) else None
    except receipts.ArrivalRefused as refused:
        backoff.give_up(delivery, Attempt(delivery=delivery, error=str(refused), kind="refused"))
        return False
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("Message %s could not be stored.", delivery.message_id)
        _put_off(delivery, error)
        return None


class _NotMarked(Exception):
    """It was recalled meanwhile, or the lease is another worker's."""


def _arrive(batch: list[Delivery], token: UUID) -> None:
    _mark(batch, token)
    receipts.apply(batch)
    InboxMessage.objects.bulk_create(
        InboxMessage(
            recipient=row.destination.office,
            sender=row.message.sender,
            message_id=row.message_id,
            body_sha256=envelope.sha256(row),
            receipt=receipt,
        )
        for row, receipt in zip(batch, signing.receipts(batch), strict=True)
    )
    Attempt.objects.bulk_create(row.call for row in batch if row.call is not None)


def _mark(batch: list[Delivery], token: UUID) -> None:
    """Mark them delivered, in this order; raises _NotMarked unless all are still to be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('ledger_arrival') FROM generate_series(1, %s)", [len(batch)])
        arrivals = sorted(row[0] for row in cursor.fetchall())
        cursor.execute(
            "UPDATE ledger_delivery d SET status = 'DELIVERED', attempts = d.attempts + 1, "
            "delivered_at = clock_timestamp(), arrival = a.arrival, "
            "first_attempt_at = coalesce(d.first_attempt_at, clock_timestamp()) "
            "FROM unnest(%s::uuid[], %s::bigint[]) AS a(id, arrival), ledger_destination x "
            "WHERE d.id = a.id AND d.status = 'QUEUED' "
            "AND x.id = d.destination_id AND x.lease_token = %s RETURNING d.id, d.delivered_at",
            [[row.pk for row in batch], arrivals, token],
        )
        marked = dict(cursor.fetchall())
    if len(marked) != len(batch):
        raise _NotMarked
    for row in batch:
        row.delivered_at = marked[row.pk]


def _put_off(delivery: Delivery, error: Exception) -> None:
    """A bug or a database in trouble: again later; a dead letter after LAST_ATTEMPT tries."""
    attempt = Attempt(delivery=delivery, kind="fault")
    attempt.error = f"{type(error).__name__} while the message was stored"
    if delivery.attempts + 1 >= LAST_ATTEMPT:
        backoff.give_up(delivery, attempt)
    else:
        backoff.put_off(delivery, attempt)
