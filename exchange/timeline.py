"""How a request went on its way to each office, in words that a duty officer understands."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from exchange.models import Request, RequestRecipient
from ledger.models import Delivery, Destination


class Moment(NamedTuple):
    at: datetime
    words: str
    key: bool = False


def receipts(request: Request, sides: list[RequestRecipient]) -> dict[int, dict[str, Any]]:
    """Per office: the moments of its side, newest first, and a dead letter if there is one."""
    offices = [side.office_id for side in sides]
    deliveries = (
        Delivery.objects.filter(thread=request.pk, destination__office__in=offices)
        .select_related("message", "destination", "opened_by")
        .order_by("place")
    )
    by_office: dict[int, list[Delivery]] = {}
    for delivery in deliveries:
        by_office.setdefault(delivery.destination.office_id, []).append(delivery)
    return {
        side.office_id: {
            "moments": _moments(side, by_office.get(side.office_id, [])),
            "dead": _dead(by_office.get(side.office_id, [])),
            "waiting": _waiting(side, by_office.get(side.office_id, [])),
        }
        for side in sides
    }


def _moments(side: RequestRecipient, deliveries: list[Delivery]) -> list[Moment]:
    found = [moment for row in deliveries for moment in _of_delivery(row)]
    found += _of_side(side)
    return sorted(found, key=lambda moment: moment.at, reverse=True)


def _of_delivery(row: Delivery) -> list[Moment]:
    what = {"request.sent": _("Sent"), "request.recalled": _("Recall sent")}.get(row.message.type)
    if what is None:
        return []
    moments = [Moment(row.message.sent_at, what)]
    if row.status == Delivery.Status.RECALLED:
        return [*moments, Moment(row.message.sent_at, _("Taken back before it was delivered"))]
    if row.delivered_at:
        stored = (
            _("Stored in the mailbox of the office's system")
            if row.destination.mode == Destination.Mode.MAILBOX
            else _("Stored for the office")
        )
        moments.append(Moment(row.delivered_at, stored, True))
    if row.fetched_at:
        moments.append(Moment(row.fetched_at, _("Fetched by the office's system")))
    if row.opened_at:
        moments.append(Moment(row.opened_at, _("Opened by %(name)s") % {"name": row.opened_by}))
    if row.dead_at:
        moments.append(
            Moment(row.dead_at, _("Not delivered: %(why)s") % {"why": row.last_error}, True)
        )
    return moments


def _of_side(side: RequestRecipient) -> list[Moment]:
    moments = []
    if side.acknowledged_at:
        words = _("Acknowledged by %(name)s") % {"name": side.acknowledged_by}
        moments.append(Moment(side.acknowledged_at, words, True))
    if side.answered_at:
        label = _("Refused") if side.refusal_ground_id else _("Answered")
        moments.append(Moment(side.answered_at, label, True))
    if side.recalled_at:
        moments.append(Moment(side.recalled_at, _("Recalled"), True))
    if side.destroyed_at:
        moments.append(Moment(side.destroyed_at, _("Destruction confirmed")))
    if side.closed_at:
        moments.append(Moment(side.closed_at, _("Closed")))
    return moments


def _dead(deliveries: list[Delivery]) -> Delivery | None:
    dead = [row for row in deliveries if row.status == Delivery.Status.DEAD]
    return dead[0] if dead else None


def _waiting(side: RequestRecipient, deliveries: list[Delivery]) -> str:
    """Why something has not arrived yet; empty when nothing waits."""
    waiting = [row for row in deliveries if row.status == Delivery.Status.QUEUED]
    if not waiting:
        return ""
    destination = waiting[0].destination
    if destination.paused_at:
        return _("The office is paused. What is meant for it waits and arrives once.")
    if destination.unreachable_since:
        return _("The office is out of reach. What is meant for it waits and arrives once.")
    return _("On its way.")
