"""Carry what is in the outbox to the offices: leased, in order, once.

A destination is worked on by one worker at a time, who holds a lease with a token; nothing is
marked by a worker whose token is not the destination's any more (fencing). Times are the
database's. Source: security-api.md §1.1.
"""

import logging
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Now

from agency.kernel import wall
from ledger import envelope, receipts
from ledger.models import Attempt, Delivery, Destination, InboxMessage

LEASE_SECONDS = 20  # renewed before each batch: after a kill others wait no longer than this
BATCH = 20
LAST_ATTEMPT = 8
CAP_SECONDS = 900

log = logging.getLogger("ledger")


def deliver(destination_id: int) -> int:
    """Deliver what waits for one destination; returns how many. Safe to call at any time, twice."""
    delivered = 0
    while (token := _take_lease(destination_id)) is not None:
        try:
            while batch := _next(destination_id):
                done, stopped = _store(batch, token)
                delivered += done
                if stopped or not _renew(destination_id, token):
                    return delivered
        finally:
            _release(destination_id, token)
        if not _has_work(destination_id):
            break
    return delivered


def due_destinations(limit: int = 500) -> list[int]:
    """The destinations with work that nobody is doing: what the sweeper wakes."""
    work = Delivery.objects.filter(destination=OuterRef("pk"), status=Delivery.Status.QUEUED)
    return list(
        Destination.objects.filter(_free(), Exists(work))
        .order_by("next_attempt_at", "id")
        .values_list("pk", flat=True)[:limit]
    )


def _free() -> Q:
    return (
        (Q(lease_until=None) | Q(lease_until__lt=Now()))
        & (Q(next_attempt_at=None) | Q(next_attempt_at__lte=Now()))
        & Q(paused_at=None)
        & ~Q(mode=Destination.Mode.WEBHOOK)
    )


def _take_lease(destination_id: int) -> UUID | None:
    token = uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_destination SET lease_token = %s, "
            "lease_until = clock_timestamp() + make_interval(secs => %s) "
            "WHERE id = %s AND (lease_until IS NULL OR lease_until < clock_timestamp()) "
            "AND (next_attempt_at IS NULL OR next_attempt_at <= clock_timestamp()) "
            "AND paused_at IS NULL AND mode <> 'WEBHOOK' RETURNING lease_token",
            [token, LEASE_SECONDS, destination_id],
        )
        return token if cursor.fetchone() else None


def _release(destination_id: int, token: UUID) -> None:
    Destination.objects.filter(pk=destination_id, lease_token=token).update(
        lease_until=None, lease_token=None
    )


def _renew(destination_id: int, token: UUID) -> bool:
    """Hold the lease for another while; False when it is somebody else's by now."""
    until = Now() + timedelta(seconds=LEASE_SECONDS)
    mine = Destination.objects.filter(pk=destination_id, lease_token=token)
    return bool(mine.update(lease_until=until))


def _has_work(destination_id: int) -> bool:
    return bool(_next(destination_id, 1))


def _next(destination_id: int, limit: int = BATCH) -> list[Delivery]:
    """What may go now: urgent first, by number, and never past an undone message of its thread."""
    undone = Delivery.objects.filter(
        destination=OuterRef("destination"),
        thread=OuterRef("thread"),
        status__in=[Delivery.Status.QUEUED, Delivery.Status.DEAD],
        place__lt=OuterRef("place"),
    )
    return list(
        Delivery.objects.filter(destination=destination_id, status=Delivery.Status.QUEUED)
        .filter(~Exists(undone))
        .order_by(F("lane").desc(), "seq")
        .select_related("message__sender", "destination__office")[:limit]
    )


def _store(batch: list[Delivery], token: UUID) -> tuple[int, bool]:
    """Store a batch in the recipient's inbox in one transaction: how many, and whether to stop.

    What the messages change is locked first, for all of them (design.md, law 6). A dead letter
    or a recalled message lets the next one pass; anything else stops the destination, so that
    nothing is overtaken.
    """
    done = 0
    try:
        with wall.acting_as(wall.PUBLIC):
            receipts.lock(batch)
            for delivery in batch:
                stored = _try_to_store(delivery, token)
                if stored is None:
                    return done, True
                done += stored
    except (OperationalError, InterfaceError):
        log.warning("The database ended a delivery; it is tried again.", exc_info=True)
        return 0, True
    return done, False


def _try_to_store(delivery: Delivery, token: UUID) -> bool | None:
    """True when stored, False when the next may pass, None when the destination must stop."""
    try:
        with transaction.atomic():
            if not _mark(delivery, token):
                return False if _holds(delivery.destination_id, token) else None
            receipts.apply(delivery)
            InboxMessage.objects.create(
                recipient=delivery.destination.office,
                sender=delivery.message.sender,
                message_id=delivery.message_id,
                body_sha256=envelope.sha256(delivery),
            )
        return True
    except receipts.Poison as poison:
        _bury(delivery, str(poison))
        return False
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("Message %s could not be stored.", delivery.message_id)
        _put_off(delivery, error)
        return None


def _mark(delivery: Delivery, token: UUID) -> bool:
    """Mark it delivered, unless it was recalled or the lease is another worker's (fencing)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_delivery d SET status = 'DELIVERED', attempts = d.attempts + 1, "
            "delivered_at = clock_timestamp(), arrival = nextval('ledger_arrival'), "
            "first_attempt_at = coalesce(d.first_attempt_at, clock_timestamp()) "
            "FROM ledger_destination x WHERE d.id = %s AND d.status = 'QUEUED' "
            "AND x.id = d.destination_id AND x.lease_token = %s RETURNING d.delivered_at",
            [delivery.pk, token],
        )
        row = cursor.fetchone()
    if row is None:
        return False
    delivery.delivered_at = row[0]
    return True


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
