"""Check the chains without trusting the database's own function: every link is hashed anew."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from kernel import acting
from ledger.events import digest
from ledger.models import Chain, Event, EventDetail, LogRun

VERIFICATION = "verification of the ledger"
GENESIS = "0" * 64
EVENTS_A_PAGE = 5000
SEAL_DELAY = timedelta(seconds=60)
TEXT = (
    "concat_ws('|', id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), "
    "coalesce(actor_id::text, ''), verb, subject_type, coalesce(subject_id::text, ''), "
    "before, after, purpose, coalesce(case_id::text, ''), denied::text, data::text, "
    "detail_digest, request_id)"
)


class Fault(NamedTuple):
    """The first place at which a chain does not hold, in words; or a loss that was declared."""

    chain: str
    seq: int
    sentence: str
    declared: bool = False


@acting.by_a_rule(VERIFICATION)
def verify() -> tuple[int, list[Fault]]:
    """Walk every chain from its first event: how many events hold, and the faults found."""
    checked, faults = 0, []
    names = set(Chain.objects.values_list("name", flat=True))
    names |= set(Event.objects.exclude(seq=None).values_list("chain", flat=True).distinct())
    names |= set(LogRun.objects.values_list("chain", flat=True).distinct())
    for name in sorted(names):
        count, fault = _walk(name)
        checked += count
        if fault:
            faults.append(fault)
    return checked, faults + list(_details())


@acting.by_a_rule(VERIFICATION)
def unsealed() -> int:
    """Events that should have been chained a minute ago."""
    return Event.objects.filter(seq=None, at__lt=timezone.now() - SEAL_DELAY).count()


def _walk(name: str) -> tuple[int, Fault | None]:
    head = Chain.objects.filter(name=name).first()  # first: meanwhile more is sealed
    ends = head.seq if head else None
    expected, seq, sha256 = GENESIS, 0, hashlib.sha256
    for number, before, hash, text in _rows(name):
        seq += 1
        if number != seq:
            return seq - 1, Fault(name, seq, "an event is missing")
        if before != expected:
            return seq - 1, Fault(name, seq, "the link to the event before is broken")
        expected = sha256(f"{before}|{name}|{seq}|{text}".encode()).hexdigest()
        if hash != expected:
            return seq - 1, Fault(name, seq, "the event was altered")
        if seq == ends:
            break
    beyond = Event.objects.filter(chain=name).aggregate(last=Max("seq"))["last"] or 0
    now = Chain.objects.filter(name=name).first()
    if head is None or (head.seq, head.hash) != (seq, expected) or not now or beyond > now.seq:
        return seq, Fault(name, seq + 1, "the end of the chain is missing")
    return seq, None


def _rows(name: str) -> Iterator[tuple[Any, ...]]:
    """The events of a chain in order, a page at a time: a chain may be longer than memory."""
    last = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT seq, prev_hash, hash, {TEXT} FROM ledger_event "
                "WHERE chain = %s AND seq > %s ORDER BY seq LIMIT %s",
                [name, last, EVENTS_A_PAGE],
            )
            rows = cursor.fetchall()
        yield from rows
        if len(rows) < EVENTS_A_PAGE:
            return
        last = rows[-1][0]


def _details() -> Iterator[Fault]:
    """Details that were altered, or are gone without a `purged` event that names them."""
    rows = EventDetail.objects.select_related("event").iterator(chunk_size=EVENTS_A_PAGE)
    for row in rows:
        if digest(row.body, row.salt) != row.event.detail_digest:
            yield Fault(row.event.chain, row.event.seq or 0, "the detail of the event was altered")
    purges = Event.objects.filter(verb="purged", subject_type="ledger.event")
    accounted = purges.exclude(subject_id=None).values("subject_id")
    gone = Event.objects.exclude(detail_digest="").filter(detail=None).exclude(pk__in=accounted)
    for event in gone.iterator(chunk_size=EVENTS_A_PAGE):
        yield Fault(event.chain, event.seq or 0, "the detail of the event is missing")
