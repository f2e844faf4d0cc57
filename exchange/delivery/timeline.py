"""Timeline of a request on its way to each office, in words that a duty officer understands."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _

from exchange.delivery import signature_lines
from exchange.models import Request, RequestRecipient
from kernel import acting
from ledger.models import Attempt, Delivery, Destination


class Moment(NamedTuple):
    at: datetime
    words: str
    key: bool = False
    vouched: signature_lines.Vouched | None = None


def receipts(request: Request, recipients: list[RequestRecipient]) -> dict[int, dict[str, Any]]:
    """Per office: the moments of its side, newest first, and a dead letter if there is one."""
    offices = [recipient.office_id for recipient in recipients]
    rows = (
        Delivery.objects.filter(thread=request.pk, destination__office__in=offices)
        .select_related("message__sender", "destination__office", "opened_by", "phone_call__by")
        .order_by("place")
    )
    by_office: dict[int, list[Delivery]] = {}
    with acting.by_a_rule("the way of a request"):  # it is shown to who sees these recipients
        deliveries = list(rows)
        tries = _failures([row.pk for row in deliveries])
    known = signature_lines.doubts(row.message for row in deliveries)
    for delivery in deliveries:
        delivery.doubts = known  # type: ignore[attr-defined]
        delivery.failures = tries.get(delivery.pk, [])  # type: ignore[attr-defined]
        by_office.setdefault(delivery.destination.office_id, []).append(delivery)
    return {
        recipient.office_id: {
            "moments": _moments(recipient, by_office.get(recipient.office_id, [])),
            "dead": _dead(by_office.get(recipient.office_id, [])),
            "waiting": _waiting(recipient, by_office.get(recipient.office_id, [])),
        }
        for recipient in recipients
    }


def newest(moments: list[Moment]) -> list[Moment]:
    """The newest first."""
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def _moments(recipient: RequestRecipient, deliveries: list[Delivery]) -> list[Moment]:
    found = [moment for row in deliveries for moment in _named(row)]
    found += _of_recipient(recipient)
    return newest(found)


def _named(row: Delivery) -> list[Moment]:
    """The moments of a delivery; those of a recall say so, beside those of the request itself."""
    moments = _of_delivery(row)
    if row.message.type != "request.recalled":
        return moments
    words = _("Recall: %(what)s")
    later = [one._replace(words=words % {"what": one.words}) for one in moments[1:]]
    return [*moments[:1], *later]


def _of_delivery(row: Any) -> list[Moment]:
    what = {"request.sent": _("Sent"), "request.recalled": _("Recall sent")}.get(row.message.type)
    if what is None:
        return []
    sent = Moment(row.message.sent_at, what, vouched=_vouched(row))
    moments = [sent, *_tries(row)]
    office = row.destination.office
    if row.status == Delivery.Status.RECALLED:
        words = (
            _("Taken back; it may have arrived, so a recall was sent")
            if row.posted_at
            else _("Taken back before it was delivered")
        )
        return [*moments, Moment(row.message.sent_at, words)]
    if row.delivered_at:
        moments.append(Moment(row.delivered_at, _stored(row), True))
    if hasattr(row, "phone_call"):
        words = _("%(office)s was telephoned by %(name)s")
        names = {"office": office.city, "name": row.phone_call.by}
        moments.append(Moment(row.phone_call.at, words % names, True))
    if row.fetched_at and not row.withheld_at:
        moments.append(Moment(row.fetched_at, _("Fetched by the office's system")))
    if row.withheld_at:
        words = _("%(office)s's system was told only that a message waits in the browser")
        moments.append(Moment(row.withheld_at, words % {"office": office.city}, True))
    if row.opened_at:
        moments.append(Moment(row.opened_at, _("Opened by %(name)s") % {"name": row.opened_by}))
    if row.dead_at:
        moments.append(
            Moment(row.dead_at, _("Not delivered: %(why)s") % {"why": row.last_error}, True)
        )
    return moments


def _vouched(row: Any) -> signature_lines.Vouched | None:
    return signature_lines.line_of(row.message, row.delivered_at, row.doubts)


def _stored(row: Delivery) -> str:
    """The words for who stored it: the office's own system, its mailbox here, or this system."""
    city = {"office": row.destination.office.city}
    if row.posted_at and not row.withheld_at:
        return _("%(office)s's system stored it") % city
    if row.destination.mode == Destination.Mode.MAILBOX:
        return _("Stored in the mailbox of the office's system")
    return _("Stored for the office")


def _failures(deliveries: list[UUID]) -> dict[UUID, list[Attempt]]:
    """The first and the last failure of each: an outage of three days has hundreds."""
    rows = Attempt.objects.filter(delivery__in=deliveries).exclude(error="")
    first = rows.order_by("delivery", "at", "id").distinct("delivery")
    last = rows.order_by("delivery", "-at", "-id").distinct("delivery")
    found: dict[UUID, list[Attempt]] = {}
    for row in (*first, *last):
        known = found.setdefault(row.delivery_id, [])
        if row not in known:
            known.append(row)
    return found


def _tries(row: Any) -> list[Moment]:
    """Attempts in words: the first that failed, and the last of how many."""
    found: list[Attempt] = row.failures
    words = [_("First attempt failed: %(why)s") % {"why": one.error} for one in found[:1]]
    words += [
        _("Attempt %(n)s failed: %(why)s") % {"n": _number(row), "why": one.error}
        for one in found[1:]
    ]
    return [Moment(one.at, text) for one, text in zip(found, words, strict=True)]


def _number(row: Delivery) -> int:
    """The number of the attempt that failed last: those after it succeeded."""
    return row.attempts - (row.status == Delivery.Status.DELIVERED)


def _of_recipient(recipient: RequestRecipient) -> list[Moment]:
    moments = []
    if recipient.acknowledged_at:
        words = _("Acknowledged by %(name)s") % {"name": recipient.acknowledged_by}
        moments.append(Moment(recipient.acknowledged_at, words, True))
    if recipient.answered_at:
        label = _("Refused") if recipient.refusal_ground_id else _("Answered")
        moments.append(Moment(recipient.answered_at, label, True))
    if recipient.recalled_at:
        moments.append(Moment(recipient.recalled_at, _("Recalled"), True))
    if recipient.destroyed_at:
        moments.append(Moment(recipient.destroyed_at, _("Destruction confirmed")))
    if recipient.closed_at:
        moments.append(Moment(recipient.closed_at, _("Closed")))
    return moments


def _dead(deliveries: list[Delivery]) -> Delivery | None:
    dead = [row for row in deliveries if row.status == Delivery.Status.DEAD]
    return dead[0] if dead else None


def _waiting(recipient: RequestRecipient, deliveries: list[Delivery]) -> str:
    """Why something has not arrived yet; empty when nothing waits."""
    waiting = [row for row in deliveries if row.status == Delivery.Status.QUEUED]
    if not waiting:
        return ""
    destination = waiting[0].destination
    if destination.paused_at:
        return _("The office is paused. What is meant for it waits and arrives once.")
    if destination.disabled_at:
        return _("Delivery to the office is switched off. What is meant for it waits.")
    if destination.unreachable_since:
        time = {
            "time": destination.unreachable_since.strftime("%H:%M"),
            "day": formats.date_format(destination.unreachable_since, "j M"),
        }
        words = _("Out of reach since %(day)s, %(time)s UTC. What is meant for it waits.")
        return words % time
    return _("On its way.")
