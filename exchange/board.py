"""The duty board: what the office has to do, by the time that is left."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.models import RequestRecipient
from ledger.models import Delivery, Destination

S = RequestRecipient.Status
MOST = 200


class Group(NamedTuple):
    key: str
    label: Any
    rows: list[Any]


def groups(officer: Any) -> list[Group]:
    """Overdue, within the hour, later today, later, and what has no running clock."""
    rows = (
        RequestRecipient.objects.to_us(officer)
        .at_work()
        .select_related("request__type", "request__owner_office", "office", "assigned_to")
        .order_by(F("next_due").asc(nulls_last=True), "delivered_at")[:MOST]
    )
    now = timezone.now()
    found: dict[str, list[Any]] = {"over": [], "hour": [], "today": [], "later": [], "still": []}
    for row in rows:
        row.since = row.delivered_at
        found[_group(row, now)].append(row)
    labels = {
        "over": _("Overdue"),
        "hour": _("Within the hour"),
        "today": _("Within 24 hours"),
        "later": _("Later"),
        "still": _("No clock runs"),
    }
    return [Group(key, labels[key], rows) for key, rows in found.items() if rows]


def _group(row: Any, now: Any) -> str:
    if row.next_due is None:
        return "still"
    if row.next_due <= now:
        return "over"
    if row.next_due <= now + timedelta(hours=1):
        return "hour"
    return "today" if row.next_due <= now + timedelta(hours=24) else "later"


def figures(grouped: list[Group]) -> dict[str, int]:
    counts = {group.key: len(group.rows) for group in grouped}
    new = sum(row.status == S.DELIVERED for group in grouped for row in group.rows)
    return {"over": counts.get("over", 0), "hour": counts.get("hour", 0), "new": new}


def out_of_reach(officer: Any) -> list[Destination]:
    """Offices that something of ours waits for, because they are paused or can't be reached."""
    waiting = Delivery.objects.filter(
        message__sender=officer.office_id, status=Delivery.Status.QUEUED
    )
    return list(
        Destination.objects.select_related("office")
        .filter(pk__in=waiting.values("destination_id"))
        .exclude(paused_at=None, unreachable_since=None)
        .order_by("office__sort_key")
    )


def count_new(officer: Any) -> int:
    """How many requests nobody has acknowledged yet: beside the menu's entry."""
    return RequestRecipient.objects.to_us(officer).filter(status=S.DELIVERED)[:100].count()
