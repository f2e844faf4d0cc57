"""100,000 requests between the offices in two years, one in thirty of them still open."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from bench.copying import new_id

REQUESTS, BATCH, DAYS = 100_000, 5_000, 730
URGENCIES = ["FLASH"] + ["URGENT"] * 4 + ["NORMAL"] * 12 + ["ROUTINE"] * 3
OPEN = ["DELIVERED"] * 2 + ["ACKNOWLEDGED", "ASSIGNED", "IN_PROGRESS", "PARTIAL"]


def fill() -> None:
    """Make the requests unless they are there; says how long it took."""
    from django.db import connection, transaction

    from exchange.models import Request, RequestRecipient

    if Request.objects.count() >= REQUESTS:
        return
    began, made = time.monotonic(), _pairs(random.Random(5))
    # A past that nobody sent: the owner of the tables writes it.
    with transaction.atomic("owner"):
        while batch := list(islice(made, BATCH)):
            Request.objects.using("owner").bulk_create([request for request, _recipient in batch])
            sides = [recipient for _request, recipient in batch]
            RequestRecipient.objects.using("owner").bulk_create(sides)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE exchange_request, exchange_requestrecipient")
    print(f"{REQUESTS:,} requests made in {time.monotonic() - began:.0f} s")


def offices() -> list[Any]:
    """Every national office that takes part, the one with the most requests first."""
    from central_offices.models import CentralOffice

    rows = list(CentralOffice.objects.joined().order_by("code"))
    random.Random(3).shuffle(rows)
    return rows


def officers() -> list[Any]:
    """A duty officer in the largest office, in two of middling size, and in a small one."""
    from central_offices.models import Officer, Role, RoleGrant
    from kernel import acting

    rows, found = offices(), []
    for place in (0, 10, 40, len(rows) - 1):
        office = rows[place]
        officer, made = Officer.objects.get_or_create(
            email=f"duty.{office.code.lower()}@bench.example",
            defaults={"name": "Duty", "office": office, "password": "!", "clearance": 2},
        )
        with acting.acting_as(officer):
            if made:
                RoleGrant.objects.create(officer=officer, office=office, role=Role.DUTY_OFFICER)
            officer.refresh_rights()
        found.append(officer)
    return found


def _pairs(chance: random.Random) -> Iterator[tuple[Any, Any]]:
    from central_offices.models import Officer
    from exchange.clocks import deadlines
    from exchange.models import RequestType

    rows, types = offices(), list(RequestType.objects.in_force())
    weights, rules = [1 / (rank + 3) for rank in range(len(rows))], deadlines.rules()
    somebody = officers()[0]
    assert isinstance(somebody, Officer)
    start = datetime.now(UTC) - timedelta(days=DAYS)
    for place in range(REQUESTS):
        at = start + timedelta(days=DAYS * place / REQUESTS)
        asks, asked = chance.choices(rows, weights, k=2)
        if asks == asked:
            asked = rows[(rows.index(asks) + 1) % len(rows)]
        request = _request(place, at, chance, (asks, asked), types, somebody)
        yield request, _recipient(request, asked, at, chance, rules)


def _request(
    place: Any, at: Any, chance: random.Random, both: Any, types: Any, somebody: Any
) -> Any:
    from exchange.models import Request

    return Request(
        id=new_id(at, chance),
        reference=f"R-{both[0].code}-B-{place:06}",
        owner_office=both[0],
        type=chance.choice(types),
        urgency=chance.choice(URGENCIES),
        title=f"Owner of vehicle {place}",
        ask="Who owns it?",
        search_text=f"owner of vehicle {place}",
        classification=chance.choice([0, 1, 1, 1, 2]),
        status="SENT",
        seen_by=sorted({office.number for office in both}),
        content_digest="0" * 64,
        created_by=somebody,
        created_at=at,
        sent_at=at,
    )


def _recipient(request: Any, asked: Any, at: Any, chance: random.Random, rules: Any) -> Any:
    from exchange.clocks import deadlines
    from exchange.models import RequestRecipient

    recipient = RequestRecipient(
        id=new_id(at, chance), request=request, office=asked, delivered_at=at, status="ANSWERED"
    )
    deadlines.start(recipient, rules, [])
    # Before the first day of the rules there was no time limit: take usual ones.
    recipient.ack_due = recipient.ack_due or at + timedelta(hours=24)
    recipient.reply_due = recipient.reply_due or at + timedelta(days=7)
    if chance.random() < 1 / 30:
        recipient.status = chance.choice(OPEN)
        recipient.next_due = recipient.reply_due
    else:
        recipient.answered_at = at + (recipient.reply_due - at) * chance.uniform(0.05, 1.3)
    if recipient.status != "DELIVERED":
        recipient.acknowledged_at = at + (recipient.ack_due - at) * chance.uniform(0.05, 1.2)
    return recipient
