"""Carry what is in the outbox to the offices: leased, in order, once.

A destination is worked on by one worker at a time, who holds a lease with a token; nothing is
marked by a worker whose token is not the destination's any more (fencing). A batch of messages,
to several destinations, is stored in one transaction; when that fails, each on its own. Times
are the database's. Source: security-api.md §1.1.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Now

from agency.kernel import wall
from ledger import envelope, receipts
from ledger.models import Attempt, Delivery, Destination, InboxMessage

LEASE_SECONDS = 20  # renewed before each batch: after a kill others wait no longer than this
BATCH = 100
LAST_ATTEMPT = 8
CAP_SECONDS = 900

log = logging.getLogger("ledger")


def deliver(*destinations: int) -> int:
    """Deliver what waits for these destinations; returns how many. Safe at any time, twice."""
    delivered, waiting = 0, set(destinations)
    while waiting:
        token = uuid4()
        held = _take_leases(waiting, token)
        try:
            done, emptied = _empty(held, token)
        finally:
            _release(token)
        delivered += done
        # What was committed after the last look found the lease taken, and nobody else to go.
        waiting = set(due_destinations(among=emptied)) if emptied else set()
    return delivered


def due_destinations(limit: int = 500, among: Iterable[int] | None = None) -> list[int]:
    """The destinations with work that nobody is doing: what the sweeper wakes."""
    work = Delivery.objects.filter(destination=OuterRef("pk"), status=Delivery.Status.QUEUED)
    rows = Destination.objects.filter(_free(), Exists(work.filter(_may_go())))
    if among is not None:
        rows = rows.filter(pk__in=list(among))
    return list(rows.order_by("next_attempt_at", "id").values_list("pk", flat=True)[:limit])


def _free() -> Q:
    return (
        (Q(lease_until=None) | Q(lease_until__lt=Now()))
        & (Q(next_attempt_at=None) | Q(next_attempt_at__lte=Now()))
        & Q(paused_at=None)
        & ~Q(mode=Destination.Mode.WEBHOOK)
    )


def _may_go() -> Q:
    """Never past an undone message of its own thread."""
    undone = Delivery.objects.filter(
        destination=OuterRef("destination"),
        thread=OuterRef("thread"),
        status__in=[Delivery.Status.QUEUED, Delivery.Status.DEAD],
        place__lt=OuterRef("place"),
    )
    return ~Q(Exists(undone))


def _take_leases(wanted: set[int], token: UUID) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_destination SET lease_token = %s, "
            "lease_until = clock_timestamp() + make_interval(secs => %s) WHERE id IN ("
            " SELECT id FROM ledger_destination WHERE id = ANY (%s)"
            " AND (lease_until IS NULL OR lease_until < clock_timestamp())"
            " AND (next_attempt_at IS NULL OR next_attempt_at <= clock_timestamp())"
            " AND paused_at IS NULL AND mode <> 'WEBHOOK' ORDER BY id FOR UPDATE SKIP LOCKED"
            ") RETURNING id",
            [token, LEASE_SECONDS, list(wanted)],
        )
        return {row[0] for row in cursor.fetchall()}


def _release(token: UUID) -> None:
    Destination.objects.filter(lease_token=token).update(lease_until=None, lease_token=None)


def _renew(token: UUID) -> set[int]:
    """Hold the leases for another while; those that are still this worker's."""
    mine = Destination.objects.filter(lease_token=token, paused_at=None)
    mine.update(lease_until=Now() + timedelta(seconds=LEASE_SECONDS))
    return set(mine.values_list("pk", flat=True))


def _empty(held: set[int], token: UUID) -> tuple[int, set[int]]:
    """Deliver until nothing is left: how many, and the destinations that are empty now."""
    delivered = 0
    while held and (batch := _next(held)):
        done, stopped = _store(batch, token)
        delivered += done
        held = (held - stopped) & _renew(token)
    return delivered, held


def _next(held: set[int]) -> list[Delivery]:
    """What may go now: per destination urgent first, then by number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT next.id FROM unnest(%s::bigint[]) AS x(id) CROSS JOIN LATERAL ("
            " SELECT q.id, q.lane, q.seq FROM ledger_delivery q"
            " WHERE q.destination_id = x.id AND q.status = 'QUEUED' AND NOT EXISTS ("
            "  SELECT FROM ledger_delivery u WHERE u.destination_id = q.destination_id"
            "  AND u.thread = q.thread AND u.status IN ('QUEUED', 'DEAD') AND u.place < q.place)"
            " ORDER BY q.lane DESC, q.seq LIMIT %s"
            ") AS next ORDER BY x.id, next.lane DESC, next.seq LIMIT %s",
            [sorted(held), max(4, BATCH // len(held)), BATCH],
        )
        ids = [row[0] for row in cursor.fetchall()]
    rows = Delivery.objects.select_related("message__sender", "destination__office").in_bulk(ids)
    return [rows[pk] for pk in ids]


def _store(batch: list[Delivery], token: UUID) -> tuple[int, set[int]]:
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
        with wall.acting_as(wall.PUBLIC):
            receipts.lock(batch)
            _arrive(batch, token)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        return False
    return True


def _store_singly(batch: list[Delivery], token: UUID) -> tuple[int, set[int]]:
    done, stopped = 0, set()
    for delivery in batch:
        if delivery.destination_id in stopped:
            continue
        with wall.acting_as(wall.PUBLIC):
            receipts.lock([delivery])
            stored = _try(delivery, token)
        if stored is None:
            stopped.add(delivery.destination_id)
        done += bool(stored)
    return done, stopped


def _try(delivery: Delivery, token: UUID) -> bool | None:
    """True when stored, False when the next may pass, None when the destination must stop."""
    try:
        with wall.acting_as(wall.PUBLIC):
            _arrive([delivery], token)
        return True
    except _NotMarked:
        return False if _holds(delivery.destination_id, token) else None
    except receipts.Poison as poison:
        _bury(delivery, str(poison))
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
        )
        for row in batch
    )


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


def _holds(destination_id: int, token: UUID) -> bool:
    return Destination.objects.filter(pk=destination_id, lease_token=token).exists()


def _put_off(delivery: Delivery, error: Exception) -> None:
    """Full-jitter back-off, on the database's clock; a dead letter after LAST_ATTEMPT tries."""
    reason = f"{type(error).__name__} while the message was stored"
    if delivery.attempts + 1 >= LAST_ATTEMPT:
        _bury(delivery, reason)
        return
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts=F("attempts") + 1,
        last_error=reason,
        first_attempt_at=Coalesce("first_attempt_at", Now()),
    )
    Attempt.objects.create(delivery=delivery, error=reason)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_destination SET failures = failures + 1, next_attempt_at = "
            "clock_timestamp() + random() * make_interval(secs => %s) WHERE id = %s",
            [min(CAP_SECONDS, 2**delivery.attempts), delivery.destination_id],
        )


def _bury(delivery: Delivery, reason: str) -> None:
    """Make it a dead letter: it holds back its own thread only, until somebody sends it again."""
    log.error("Message %s cannot be delivered: %s", delivery.message_id, reason)
    Delivery.objects.filter(pk=delivery.pk, status=Delivery.Status.QUEUED).update(
        status=Delivery.Status.DEAD, dead_at=Now(), last_error=reason, attempts=F("attempts") + 1
    )
    Attempt.objects.create(delivery=delivery, error=reason)
    receipts.bury(delivery)
