"""Deadlines to acknowledge and to reply: counted from delivery, in UTC, pauses kept.

Sources: Dir. (EU) 2023/977 art. 5 (the clock starts at receipt), docs/laws.md E6.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from central_offices.models import CooperationInstrument
from exchange.models import RecipientStatus, Request, RequestRecipient, Urgency, UrgencyRule

DESTRUCTION = timedelta(hours=24)
CLOSES_AFTER = timedelta(days=30)  # answered and left alone for so long counts as closed


Rules = list[UrgencyRule]


class Agreed(NamedTuple):
    """A time limit that countries agreed on among themselves."""

    parties: frozenset[str]
    scope: tuple[str, ...]
    days: int


def rules() -> Rules:
    """Every time limit, ended ones too: the day of delivery decides which one counts."""
    return list(UrgencyRule.objects.all())


def agreed() -> list[Agreed]:
    """The time limits of the agreements in force, those of few parties first."""
    rows = CooperationInstrument.objects.in_force().exclude(reply_days=None).by_parties()
    return [
        Agreed(frozenset(party.code for party in row.parties.all()), tuple(row.scope), days)
        for row in rows.prefetch_related("parties")
        if (days := row.reply_days) is not None
    ]


def between(recipient: RequestRecipient, known: list[Agreed]) -> timedelta | None:
    """The time that the two countries agreed on: for this very type, or for all but urgent ones."""
    request = recipient.request
    countries = {request.owner_office.jurisdiction_id, recipient.office.jurisdiction_id}
    slow = request.urgency in {Urgency.NORMAL, Urgency.ROUTINE}
    for row in known:
        named = request.type.code in row.scope and request.urgency != Urgency.FLASH
        if countries <= row.parties and (named or (slow and not row.scope)):
            return timedelta(days=row.days)
    return None


def rule_for(
    request: Request, known: Rules | None = None, on: datetime | None = None
) -> UrgencyRule | None:
    """The time limit in force for this urgency: the one of the type before the general one."""
    day = (on or timezone.now()).date()
    fitting = [
        rule
        for rule in (rules() if known is None else known)
        if rule.urgency == request.urgency
        and rule.type_code in ("", request.type.code)
        and rule.valid_from <= day
        and (rule.valid_to is None or rule.valid_to > day)
    ]
    return max(fitting, key=lambda rule: rule.type_code, default=None)


def start(recipient: RequestRecipient, known: Rules, treaties: list[Agreed]) -> None:
    """Start both clocks; what was asked for goes before what was agreed, and that before the rule.

    A time that was over before it arrived binds nobody: then what was agreed or the rule counts.
    They count from the delivery, or from the first attempt at an office that was out of reach.
    """
    begun = recipient.clock_from or recipient.delivered_at
    assert begun, "A clock starts at a delivery, or at the first attempt."
    recipient.clock_from = begun
    rule = rule_for(recipient.request, known, begun)
    if rule:
        recipient.ack_due = begun + timedelta(minutes=rule.ack_minutes)
        recipient.reply_due = counted(begun, rule)
    if treaty := between(recipient, treaties):
        recipient.reply_due = begun + treaty
    if recipient.request.reply_due and recipient.request.reply_due > begun:
        recipient.reply_due = recipient.request.reply_due


def counted(begun: datetime, rule: UrgencyRule | None) -> datetime | None:
    """The end of a reply time that begins now."""
    return begun + timedelta(minutes=rule.reply_minutes) if rule else None


def pause(recipient: RequestRecipient) -> None:
    recipient.paused_at = timezone.now()
    recipient.pauses += 1


def resume(recipient: RequestRecipient) -> None:
    """Let the reply clock run on; what the pause took is added to the time limit."""
    now = timezone.now()
    paused = now - (recipient.paused_at or now)
    recipient.paused_at = None
    recipient.paused_seconds += int(paused.total_seconds())
    if recipient.reply_due:
        recipient.reply_due += paused


def next_due(recipient: RequestRecipient, status: str) -> datetime | None:
    """The time until which something must happen in this state; None while no clock runs."""
    if status in {RecipientStatus.QUEUED, RecipientStatus.DELIVERED}:
        return recipient.ack_due
    if status in {
        RecipientStatus.ACKNOWLEDGED,
        RecipientStatus.ASSIGNED,
        RecipientStatus.IN_PROGRESS,
        RecipientStatus.PARTIAL,
    }:
        return recipient.reply_due
    if status == RecipientStatus.DEFERRED:
        return recipient.deferred_until
    if status == RecipientStatus.RECALL_TOO_LATE and recipient.recalled_at:
        return recipient.recalled_at + DESTRUCTION
    return None
