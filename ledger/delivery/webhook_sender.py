"""Post messages to webhooks: outside any transaction, in order, many offices at a time.

The worker's own thread reads and writes the database; threads beside it make the calls, one for
each destination, so that an office that does not answer keeps nobody else waiting. Before a call
the message is marked as posted: from then on it may have arrived, and a recall must be sent.
"""

import logging
import time
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, connection

from kernel import acting, sealing
from kernel.outbound.client import Answer, Client, NoAnswer
from ledger.delivery import (
    backoff,
    clearance,
    delivery_log,
    envelope,
    leases,
    receipts,
    standard_webhooks,
)
from ledger.models import Attempt, Delivery, Destination
from ledger.signatures import genuine
from ledger.witness import checkpoints

MAX_THREADS = 32
MAX_MESSAGES_PER_ROUND = 32  # messages to one destination between two looks at the database
ROUND_BUDGET_S = 4.0  # seconds for them: far below the lease
LOOK_BUDGET_S = 4.0
MAX_RUN_S = 60.0  # then the worker is free for other work, and the next one goes on
Store = Callable[[list[Delivery], UUID], tuple[int, set[int]]]

log = logging.getLogger("ledger")

NEXT = """
SELECT next.id FROM unnest(%s::bigint[], %s::int[]) AS x(id, most)
JOIN ledger_destination d ON d.id = x.id CROSS JOIN LATERAL (
  SELECT q.id, q.lane, q.seq FROM ledger_delivery q
  WHERE q.destination_id = x.id AND q.status = 'QUEUED'
    AND (d.paused_at IS NULL OR q.lane = 'URGENT') AND NOT EXISTS (
    SELECT FROM ledger_delivery u WHERE u.destination_id = q.destination_id
    AND u.thread = q.thread AND u.status IN ('QUEUED', 'DEAD') AND u.place < q.place)
  ORDER BY q.lane DESC, q.seq LIMIT x.most
) AS next ORDER BY x.id, next.lane DESC, next.seq LIMIT %s
"""
MARK = """
UPDATE ledger_delivery d SET posted_at = clock_timestamp(),
  first_attempt_at = coalesce(d.first_attempt_at, clock_timestamp())
FROM ledger_destination x
WHERE d.id = ANY (%s) AND d.status = 'QUEUED' AND x.id = d.destination_id AND x.lease_token = %s
RETURNING d.id, d.posted_at
"""
UNMARK = """
UPDATE ledger_delivery d SET posted_at = NULL, first_attempt_at = NULL
FROM ledger_destination x
WHERE d.id = ANY (%s) AND d.status = 'QUEUED' AND x.id = d.destination_id AND x.lease_token = %s
"""


@dataclass
class Parcel:
    """One message as it is posted, under its webhook-id, and what came of it."""

    delivery: Delivery
    name: UUID
    body: bytes
    is_new: bool
    checkpoint: str
    answer: Answer | NoAnswer | None = None
    verdict: standard_webhooks.Verdict | None = None


@dataclass
class Line:
    """The way to one destination during one run: its connection, and how much goes at once."""

    signers: list[str]
    client: Client
    most: int = 1


def next_for(most: dict[int, int], limit: int) -> list[Delivery]:
    """Deliveries that may go now, so many for each destination: urgent first, then by number.

    What nobody signed is given up: it was not written by the outbox.
    """
    ids = sorted(most)
    rows = Delivery.objects.select_related("message__sender", "destination__office")
    while True:
        with connection.cursor() as cursor:
            cursor.execute(NEXT, [ids, [most[pk] for pk in ids], limit])
            found = [row[0] for row in cursor.fetchall()]
        known = rows.in_bulk(found)
        unsigned = genuine.unsigned(known.values())
        going = [known[pk] for pk in found if known[pk].message_id not in unsigned]
        for row in known.values():
            if row.message_id in unsigned:
                backoff.give_up_unsigned(row)
        if going or not found:
            return going


def post(destinations: Collection[int], store: Store, *, probe: bool = True) -> int:
    """Post what waits for those of the destinations that are webhooks; how many arrived."""
    if not destinations:
        return 0
    delivered, waiting = 0, set(destinations)
    while waiting:
        token = uuid4()
        held = leases.take(waiting, token, webhooks=True, probe=probe)
        if not held:
            break
        run = _Run(held, token, store)
        try:
            delivered += run.finish()
        finally:
            leases.release(token)
        waiting = set(leases.due(among=run.emptied)) if run.emptied else set()
    return delivered


class _Run:
    """One worker's work for the webhooks that it holds, until each is empty or has failed."""

    def __init__(self, held: set[int], token: UUID, store: Store):
        self.token, self.store = token, store
        rows = Destination.objects.filter(pk__in=held).values_list("pk", "office__code")
        self.lines = {pk: Line(_signers(pk), Client(code)) for pk, code in rows}
        self.under_way: dict[Future[list[Parcel]], int] = {}
        self.emptied: set[int] = set()
        self.delivered = 0
        self.ends = time.monotonic() + MAX_RUN_S

    def finish(self) -> int:
        idle = set(self.lines)
        with ThreadPoolExecutor(min(MAX_THREADS, len(idle))) as pool:
            try:
                while idle or self.under_way:
                    self._begin(idle, pool)
                    idle = self._collect()
            finally:
                for line in self.lines.values():
                    line.client.close()
        return self.delivered

    def _begin(self, idle: set[int], pool: ThreadPoolExecutor) -> None:
        """Give each idle destination its next messages; release those that have none."""
        batches: dict[int, list[Parcel]] = {}
        if time.monotonic() > self.ends:
            idle.clear()
        for parcel in self._parcels(idle):
            batches.setdefault(parcel.delivery.destination_id, []).append(parcel)
        for pk, parcels in batches.items():
            line = self.lines[pk]
            self.under_way[pool.submit(_call_all, line, parcels)] = pk
            line.most = min(line.most * 2, MAX_MESSAGES_PER_ROUND)
        if empty := idle - set(batches):
            leases.release(self.token, empty)
            self.emptied |= empty

    def _parcels(self, idle: set[int]) -> list[Parcel]:
        if not idle:
            return []
        rows = next_for(
            {pk: self.lines[pk].most for pk in idle}, MAX_MESSAGES_PER_ROUND * len(idle)
        )
        fresh = {row.pk for row in rows if row.posted_at is None and row.first_attempt_at is None}
        with connection.cursor() as cursor:
            cursor.execute(MARK, [[row.pk for row in rows], self.token])
            marked: dict[UUID, datetime] = dict(cursor.fetchall())
        for row in rows:
            row.posted_at = marked.get(row.pk)
        going = [row for row in rows if row.pk in marked]
        withheld = clearance.above(going)
        clearance.note(going, withheld)
        for row in going:
            more = {"lease": str(self.token), "withheld": row.pk in withheld or None}
            delivery_log.note("Message is being posted.", row, **more)
        newest = checkpoints.newest() if going else ""
        return [_packed(row, row.pk in withheld, row.pk in fresh, newest) for row in going]

    def _collect(self) -> set[int]:
        """Wait for calls to end, keep what came of them; the destinations that go on."""
        if not self.under_way:
            return set()
        done, _rest = wait(self.under_way, LOOK_BUDGET_S, return_when=FIRST_COMPLETED)
        ended = {self.under_way.pop(future): future.result() for future in done}
        stopped = self._keep([parcel for parcels in ended.values() for parcel in parcels])
        return (set(ended) - stopped) & leases.renew(self.token)

    def _keep(self, parcels: list[Parcel]) -> set[int]:
        """Write down what came of the calls; the destinations that must stop."""
        stored = [one.delivery for one in parcels if _is(one, "STORED")]
        done, stopped = self.store(stored, self.token) if stored else (0, set())
        self.delivered += done
        if alive := [one.delivery.destination for one in parcels if _is(one, "STORED", "NEVER")]:
            backoff.reached(alive)
        for one in parcels:
            failed = one.verdict and one.verdict.outcome != "STORED"
            if failed and not _settle(one, self.token):
                stopped.add(one.delivery.destination_id)
        self._not_sent([one.delivery.pk for one in parcels if one.is_new and one.answer is None])
        return stopped

    def _not_sent(self, ids: list[UUID]) -> None:
        if ids:
            with connection.cursor() as cursor:
                cursor.execute(UNMARK, [ids, self.token])


def _packed(row: Delivery, is_withheld: bool, is_new: bool, checkpoint: str) -> Parcel:
    if is_withheld:
        return Parcel(row, row.pk, clearance.as_bytes(row, checkpoint), is_new, checkpoint)
    return Parcel(row, row.message_id, envelope.as_bytes(row, checkpoint), is_new, checkpoint)


def _is(parcel: Parcel, *outcomes: str) -> bool:
    return parcel.verdict is not None and parcel.verdict.outcome in outcomes


def _signers(destination_id: int) -> list[str]:
    try:
        return standard_webhooks.secrets_of(destination_id)
    except sealing.NotOurs:
        log.exception("A webhook's secret cannot be opened.")
        return []


def _call_all(line: Line, parcels: list[Parcel]) -> list[Parcel]:
    """In a thread, without the database: post one after the other until one must wait."""
    ends = time.monotonic() + ROUND_BUDGET_S
    for parcel in parcels:
        _call(line, parcel)
        if _is(parcel, "AGAIN", "GONE") or time.monotonic() > ends:
            break
    return parcels


def _call(line: Line, parcel: Parcel) -> None:
    row, body = parcel.delivery, parcel.body
    assert row.posted_at is not None
    try:
        if not line.signers:
            raise NoAnswer("no_secret", "There is no secret to sign with: make a new one.")
        signed = standard_webhooks.headers(parcel.name, row.posted_at, body, line.signers)
        signed |= checkpoints.as_header(parcel.checkpoint)
        parcel.answer = line.client.post(row.destination.url, body, signed)
        parcel.verdict = standard_webhooks.judge(parcel.answer, row.posted_at)
    except NoAnswer as error:
        parcel.answer = error
        parcel.verdict = standard_webhooks.Verdict("AGAIN", error.kind, str(error))
    row.call = _as_attempt(parcel)


def _as_attempt(parcel: Parcel) -> Attempt:
    made, answer, verdict = parcel.delivery, parcel.answer, parcel.verdict
    assert answer and verdict and made.posted_at
    attempt = Attempt(delivery=made, at=made.posted_at, ms=answer.ms, bytes=len(parcel.body))
    attempt.error, attempt.kind = verdict.words, verdict.kind
    if isinstance(answer, Answer):
        attempt.http_status = answer.status
        if verdict.outcome != "STORED":
            attempt.answer = answer.body.decode(errors="replace").replace("\0", "")
    return attempt


def _settle(parcel: Parcel, token: UUID) -> bool:
    """Write down a failure: True when the next message may go to this destination."""
    row, verdict = parcel.delivery, parcel.verdict
    assert row.call is not None and verdict is not None
    try:
        with acting.acting_as(acting.PUBLIC):
            receipts.lock([row])
            if not leases.holds(row.destination_id, token):
                return False
            if not Delivery.objects.filter(pk=row.pk, status=Delivery.Status.QUEUED).exists():
                return True  # recalled meanwhile
            if verdict.outcome == "NEVER":
                backoff.give_up(row, row.call)
                return True
            backoff.put_off(row, row.call, verdict.wait)
            if verdict.outcome == "GONE":
                backoff.switch_off(row.destination, Destination.Disabled.GONE)
    except (OperationalError, InterfaceError):
        log.warning("The database ended a delivery; it is tried again.", exc_info=True)
    return False
