"""Leases of destinations: one worker at a time, for as long as the lease is renewed.

A paused destination gets what is urgent, and nothing else. All times are the database's. A webhook
that fails again and again has an open circuit: only `probe` runs touch it, one call each time its
back-off is over.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from kernel import trail
from ledger.models import Delivery, Destination, Lane

SECONDS = 20  # renewed before each batch: after a kill others wait no longer than this
CIRCUIT = 5  # failures in a row

# One statement, so that two workers never share a destination: those that another one is about to
# take are skipped, locks are taken in the order of ids, and the database's clock alone counts.
TAKE = """
UPDATE ledger_destination SET lease_token = %s,
  lease_until = clock_timestamp() + make_interval(secs => %s)
WHERE id IN (
  SELECT id FROM ledger_destination WHERE id = ANY (%s)
    AND (lease_until IS NULL OR lease_until < clock_timestamp())
    AND (next_attempt_at IS NULL OR next_attempt_at <= clock_timestamp())
    AND (paused_at IS NULL OR EXISTS (SELECT FROM ledger_delivery q
      WHERE q.destination_id = ledger_destination.id AND 'QUEUED' = q.status
        AND q.lane = 'URGENT'))
    AND (mode = 'WEBHOOK') = %s AND failures < %s
    AND (mode <> 'WEBHOOK' OR disabled_at IS NULL)
  ORDER BY id FOR UPDATE SKIP LOCKED
) RETURNING id
"""


def take(wanted: Iterable[int], token: UUID, *, webhooks: bool, probe: bool = True) -> set[int]:
    """Those of the wanted destinations that are this worker's now; without `probe` no open
    circuits."""
    limit = CIRCUIT if webhooks and not probe else 2**31 - 1
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [token, SECONDS, list(wanted), webhooks, limit])
        held = {row[0] for row in cursor.fetchall()}
    if held:
        trail.note("Lease taken.", lease=str(token), destination_ids=sorted(held))
    return held


def release(token: UUID, only: Iterable[int] | None = None) -> None:
    mine = Destination.objects.filter(lease_token=token)
    if only is not None:
        mine = mine.filter(pk__in=list(only))
    mine.update(lease_until=None, lease_token=None)


def renew(token: UUID) -> set[int]:
    """Hold the leases for another while; those that are still this worker's."""
    mine = Destination.objects.filter(lease_token=token)
    mine.update(lease_until=Now() + timedelta(seconds=SECONDS))
    return set(mine.values_list("pk", flat=True))


def holds(destination_id: int, token: UUID) -> bool:
    return Destination.objects.filter(pk=destination_id, lease_token=token).exists()


def due(
    limit: int = 500, among: Iterable[int] | None = None, circuit_open: bool | None = None
) -> list[int]:
    """The destinations with work that nobody is doing: what the sweeper wakes."""
    work = Delivery.objects.filter(destination=OuterRef("pk"), status=Delivery.Status.QUEUED)
    urgent = Q(paused_at=None) | Exists(work.filter(_may_go(), lane=Lane.URGENT))
    rows = Destination.objects.filter(_free(), urgent, Exists(work.filter(_may_go())))
    if among is not None:
        rows = rows.filter(pk__in=list(among))
    if circuit_open is not None:
        is_open = Q(mode=Destination.Mode.WEBHOOK, failures__gte=CIRCUIT)
        rows = rows.filter(is_open if circuit_open else ~is_open)
    return list(rows.order_by("next_attempt_at", "id").values_list("pk", flat=True)[:limit])


def _free() -> Q:
    return (
        (Q(lease_until=None) | Q(lease_until__lt=Now()))
        & (Q(next_attempt_at=None) | Q(next_attempt_at__lte=Now()))
        & (~Q(mode=Destination.Mode.WEBHOOK) | Q(disabled_at=None))
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
