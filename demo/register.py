"""Requests of the months before, as a register would hold them: closed, and without messages.

Nobody sent them through this system, so neither the outbox nor the ledger tells of them; they are
here so that performance has something to count. All invented, and the same at every start.
"""

import random
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from central_offices.models import CentralOffice, Officer
from exchange.clocks import deadlines
from exchange.models import Request, RequestRecipient, RequestType
from kernel import acting
from kernel.counters import next_number
from kernel.values.folding import searchable

WEEKS, A_WEEK = 11, 18
SUBJECTS = [
    "Owner of a delivery van",
    "Criminal record of an applicant",
    "Subscriber of a telephone number",
    "Origin of a seized passport",
    "Arrival of a container",
    "Register of a company",
]
# Who asks whom, and how many of ten are answered in time.
ROUTES = [("PRT", "KEN", 9), ("BRA", "KEN", 7), ("JOR", "KEN", 8), ("KEN", "PRT", 9)]
ROUTES += [("KEN", "BRA", 6), ("PRT", "BRA", 8)]
URGENCIES = ["NORMAL", "NORMAL", "NORMAL", "URGENT", "ROUTINE"]


def make(people: dict[str, Officer]) -> None:
    chance, rules = random.Random("register"), deadlines.rules()
    offices = {row.code: row for row in CentralOffice.objects.all()}
    officers = {officer.office.code: officer for officer in people.values()}
    types = list(RequestType.objects.in_force().filter(code__in=["INFO", "CRIMINAL_RECORD"]))
    requests, recipients = [], []
    for week in range(WEEKS, 0, -1):
        for number in range(A_WEEK):
            asks, asked, of_ten = ROUTES[(week + number) % len(ROUTES)]
            sent = timezone.now() - timedelta(weeks=week, hours=-chance.uniform(1, 150))
            request = _request(officers[asks], chance, types, sent)
            requests.append(request)
            recipient = RequestRecipient(
                request=request, office=offices[asked], delivered_at=sent, status="CLOSED"
            )
            deadlines.start(recipient, rules, [])
            _answered(recipient, officers[asked], chance, chance.randrange(10) < of_ten)
            request.closed_at = recipient.closed_at
            request.seen_by = sorted({request.owner_office.number, recipient.office.number})
            recipients.append(recipient)
    _write(requests, recipients)


@acting.by_a_rule("a register taken over")
def _write(requests: list[Request], recipients: list[RequestRecipient]) -> None:
    """Each is drafted first and then has its end, as the database asks of every request."""
    ended: list[Request | RequestRecipient] = [*requests, *recipients]
    ends = [(row.status, row.closed_at) for row in ended]
    reached = [row.delivered_at for row in recipients]
    for row in ended:
        row.status, row.closed_at = "DRAFT", None
    for recipient in recipients:
        recipient.delivered_at = None
    Request.objects.bulk_create(requests)
    RequestRecipient.objects.bulk_create(recipients)
    for row, (status, closed_at) in zip(ended, ends, strict=True):
        row.status, row.closed_at = status, closed_at
    for recipient, delivered_at in zip(recipients, reached, strict=True):
        recipient.delivered_at = delivered_at
    Request.objects.bulk_update(requests, ["status", "closed_at"])
    RequestRecipient.objects.bulk_update(recipients, ["status", "closed_at", "delivered_at"])


def _request(by: Officer, chance: random.Random, types: Any, sent: datetime) -> Request:
    title = chance.choice(SUBJECTS)
    number = next_number(f"request/{by.office.code}/{sent.year}")
    return Request(
        reference=f"R-{by.office.code}-{sent.year}-{number:06}",
        owner_office=by.office,
        type=chance.choice(types),
        urgency=chance.choice(URGENCIES),
        title=title,
        ask=f"{title}: what is known of it?",
        search_text=searchable(title),
        status="CLOSED",
        content_digest="0" * 64,
        created_by=by,
        created_at=sent,
        sent_at=sent,
    )


def _answered(
    recipient: RequestRecipient, by: Officer, chance: random.Random, on_time: bool
) -> None:
    """Acknowledge and answer within the time limits, or some way beyond them."""
    share = chance.uniform(0.1, 0.9) if on_time else chance.uniform(1.05, 1.6)
    begun, ack_due, reply_due = recipient.delivered_at, recipient.ack_due, recipient.reply_due
    assert begun and ack_due and reply_due, "Both clocks of this request run."
    recipient.acknowledged_by = by
    recipient.acknowledged_at = begun + (ack_due - begun) * share * chance.uniform(0.4, 1)
    recipient.answered_at = answered_at = begun + (reply_due - begun) * share
    recipient.closed_at = answered_at + timedelta(hours=2)
