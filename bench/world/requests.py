"""Requests between the offices, one in thirty of them still open, with every recipient's clocks."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.world import rows
from bench.world.plan import DAYS, LEVELS, REQUEST, Office, Plan
from bench.world.rows import Lines, columns_of, line_of
from bench.world.words import Vocabulary

CHUNK = 5_000
URGENCIES = ["FLASH"] + ["URGENT"] * 4 + ["NORMAL"] * 12 + ["ROUTINE"] * 3
OPEN = ["DELIVERED"] * 2 + ["ACKNOWLEDGED", "ASSIGNED", "IN_PROGRESS", "PARTIAL"]
ASKED = [1] * 85 + [2, 3, 4] * 4 + [8] * 3
ABOUT_A_CASE, STILL_OPEN, OPEN_HOURS = 0.6, 1 / 30, 96
QUIET_DAYS = 30  # what was answered is closed after so long
MARK = "-W-"  # in the references of these requests


class Requests:
    """The lines of COPY of one chunk; requests are numbered through in the order of time."""

    def __init__(self, plan: Plan, words: Vocabulary, number: int, weights: list[float]) -> None:
        from exchange.clocks import deadlines
        from exchange.models import RequestType

        self.plan, self.words, self.weights = plan, words, weights
        self.requests = range(number * CHUNK, min((number + 1) * CHUNK, plan.size.requests))
        self.chance = random.Random(f"requests/{number}")
        self.types, self.rules = list(RequestType.objects.in_force()), deadlines.rules()
        self.now = datetime.combine(plan.day, datetime.min.time(), UTC)

    def lines(self) -> Lines:
        from exchange.models import Request, RequestRecipient

        of: dict[Any, list[str]] = {Request: [], RequestRecipient: []}
        for place in self.requests:
            for row in self.one(place):
                of[type(row)].append(line_of(row))
        return {f"{model._meta.db_table} ({columns_of(model)})": of[model] for model in of}

    def one(self, place: int) -> Iterator[Any]:
        plan, chance = self.plan, self.chance
        asks, *asked = self.parties(chance.choice(ASKED))
        at = self.now - self.before(place / plan.size.requests)
        request = self.request(place, asks, at)
        request.seen_by = sorted(office.number for office in (asks, *asked))
        whole = [self.recipient(place, nth, request, one) for nth, one in enumerate(asked)]
        if all(row.status == "CLOSED" for row in whole):
            request.status = "CLOSED"
            request.closed_at = max(row.closed_at for row in whole)
        yield request
        yield from whole

    def parties(self, count: int) -> list[Office]:
        """The office that asks, and those that it asks."""
        count = min(count + 1, len(self.plan.offices))
        chosen: dict[int, None] = {}
        while len(chosen) < count:
            chosen[self.chance.choices(range(len(self.weights)), self.weights)[0]] = None
        return [self.plan.offices[one] for one in chosen][:count]

    def request(self, place: int, asks: Office, at: datetime) -> Any:
        from exchange.models import Request
        from kernel.values.folding import searchable

        chance, millis = self.chance, int(at.timestamp() * 1000)
        case, level = self.case_of(asks) if chance.random() < ABOUT_A_CASE else (None, 0)
        title, ask = (" ".join(self.words.some(chance, count)) for count in (4, 25))
        reference = f"R-{asks.code}{MARK}{place:06}"
        writer = chance.choice(asks.officers[1:])
        return Request(
            pk=rows.uuid7(millis, REQUEST | place << 4), reference=reference,
            owner_office_id=asks.id, case_id=case, type=chance.choice(self.types),
            urgency=chance.choice(URGENCIES), title=title.capitalize(), ask=ask,
            search_text=searchable(reference, title, ask),
            classification=max(level, chance.choice(LEVELS)), status="SENT",
            content_digest=f"{rows.mixed(place):064x}", created_by_id=writer, created_at=at,
            sent_at=at, written_by=[writer],
        )  # fmt: skip

    def case_of(self, asks: Office) -> tuple[str | None, int]:
        cases = self.plan.cases_of[self.plan.offices.index(asks)]
        if not cases:
            return None, 0
        case = self.chance.choice(cases)
        return self.plan.case_id(case), self.plan.level_of[case]

    def recipient(self, place: int, nth: int, request: Any, asked: Office) -> Any:
        from exchange.clocks import deadlines
        from exchange.models import RequestRecipient

        chance, at = self.chance, request.sent_at
        row = RequestRecipient(
            pk=rows.uuid7(int(at.timestamp() * 1000), REQUEST | place << 4 | nth + 1),
            request=request, office_id=asked.id, status="ANSWERED",
        )  # fmt: skip
        still = at >= self.now - timedelta(hours=OPEN_HOURS)
        row.delivered_at = at + timedelta(seconds=chance.uniform(0, 2))
        rule = deadlines.rule_for(request, self.rules, self.now)
        # As today's rules have it: before their first day there was no time limit.
        row.clock_from = row.delivered_at
        row.ack_due = row.delivered_at + timedelta(minutes=rule.ack_minutes if rule else 1440)
        row.reply_due = row.delivered_at + timedelta(minutes=rule.reply_minutes if rule else 10080)
        officer = chance.choice(asked.officers[1:])
        if still:
            row.status = chance.choice(OPEN)
            row.next_due = deadlines.next_due(row, row.status)
        else:
            row.answered_at = at + (row.reply_due - at) * chance.uniform(0.05, 1.3)
        if row.status != "DELIVERED":
            row.acknowledged_at = at + (row.ack_due - at) * chance.uniform(0.05, 0.9)
            row.acknowledged_by_id = officer
        if row.status in ("ASSIGNED", "IN_PROGRESS"):
            row.assigned_to_id = officer
        if row.answered_at and row.answered_at < self.now - timedelta(days=QUIET_DAYS):
            row.status, row.closed_at = "CLOSED", row.answered_at + timedelta(days=QUIET_DAYS)
        return row

    def before(self, share: float) -> timedelta:
        """How long ago: what is still open came in the last days, all else before."""
        if share >= 1 - STILL_OPEN:
            return timedelta(hours=OPEN_HOURS * (1 - share) / STILL_OPEN)
        return timedelta(hours=OPEN_HOURS) + timedelta(days=DAYS * (1 - STILL_OPEN - share))
