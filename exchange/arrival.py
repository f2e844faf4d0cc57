"""What the arrival of a message about a request does (registered when the app starts)."""

from django.db.models import F, Func, Value
from django.utils.translation import gettext as _

from central_offices import roles
from exchange import clocks, sight
from exchange.lifecycle import S, desk
from exchange.models import Contribution, Request, RequestRecipient
from ledger import receipts
from ledger.models import Delivery

WITH_WORDS = (
    "request.answered",
    "request.refused",
    "request.deferred",
    "request.clarification_asked",
    "request.clarified",
    "request.asked_again",
)


def register() -> None:
    receipts.on_arrival("request.sent", _request, locks=Request)
    receipts.on_dead("request.sent", _undeliverable)
    for type in WITH_WORDS:
        receipts.on_arrival(type, _contribution)


def _request(delivery: Delivery) -> None:
    """From now on the office sees the request, and its clocks run."""
    rows = _side_of(delivery)
    system = roles.system(delivery.destination.office)
    fields = ["delivered_at", "ack_due", "reply_due", "next_due"]
    with desk.take_all("deliver", rows, by=system, fields=fields) as taken:
        for row in taken:
            row.delivered_at = delivery.delivered_at
            clocks.start(row, clocks.rule_for(row.request, row.delivered_at))
            row.next_due = clocks.next_due(row, S.DELIVERED)
    if not taken:
        raise receipts.Poison(_("There is no request that this message could be about."))
    sight.refresh(delivery.thread)


def _undeliverable(delivery: Delivery) -> None:
    """Never silent: the requesting office sees it, and can send it again."""
    system = roles.system(delivery.destination.office)
    with desk.take_all("give_up", _side_of(delivery), by=system):
        pass


def _contribution(delivery: Delivery) -> None:
    """What was said is seen by the office that it was said to."""
    number = Value(delivery.destination.office.number)
    Contribution.objects.filter(message_id=delivery.message_id).update(
        arrived_at=delivery.delivered_at,
        seen_by=Func(F("seen_by"), number, function="array_append"),
    )


def _side_of(delivery: Delivery):
    return RequestRecipient.objects.select_related("request__type", "office").filter(
        request=delivery.thread, office=delivery.destination.office_id
    )
