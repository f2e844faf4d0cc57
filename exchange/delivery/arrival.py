"""Effects of the arrival of a message about a request (registered when the app starts)."""

from typing import Any

from django.db.models import F, Func, Q, QuerySet, Value
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.models import CentralOffice
from exchange.clocks import deadlines
from exchange.consents import asking
from exchange.lifecycle import recipient_steps
from exchange.models import Contribution, RecipientStatus, Request, RequestRecipient
from exchange.requests import visibility
from ledger import events
from ledger.delivery import receipts
from ledger.models import Delivery

WITH_WORDS = (
    "request.answered",
    "request.refused",
    "request.referred",
    "request.deferred",
    "request.authorisation_needed",
    "request.clarification_asked",
    "request.clarified",
    "request.asked_again",
    "request.arrest_reported",
)


def register() -> None:
    receipts.on_arrival("request.sent", many=_requests, locks=Request)
    receipts.on_dead("request.sent", _undeliverable)
    receipts.on_arrival("consent.asked", asking.arrived)
    receipts.on_arrival("consent.decided", asking.told)
    for type in WITH_WORDS:
        # In a common conversation several workers bring one message to its readers.
        receipts.on_arrival(type, _contribution, locks=Request)


def _requests(batch: list[Delivery]) -> None:
    """From now on the offices see the requests, and their clocks run."""
    arrived = {(row.thread, row.destination.office_id): row.delivered_at for row in batch}
    rows = _recipients_of(batch)
    fields = ["delivered_at", "clock_from", "ack_due", "reply_due", "next_due"]
    system, rules, treaties = roles.system(), deadlines.rules(), deadlines.agreed()
    with recipient_steps.take_all(
        "deliver", rows, by=system, fields=fields, chain=events.SYSTEM
    ) as taken:
        if len(taken) != len(batch):
            raise receipts.ArrivalRefused(
                _("There is no request that this message could be about.")
            )
        for row in taken:
            row.delivered_at = arrived[row.request_id, row.office_id]
            deadlines.start(row, rules, treaties)
            row.next_due = deadlines.next_due(row, RecipientStatus.DELIVERED)
    visibility.refresh({row.thread for row in batch})


def _undeliverable(delivery: Delivery) -> None:
    """Never silent: the requesting office sees it, and can send it again."""
    rows = _recipients_of([delivery])
    with recipient_steps.take_all("give_up", rows, by=roles.system(), chain=events.SYSTEM):
        pass


def _contribution(delivery: Delivery) -> None:
    """Show what was said to the office that it was said to.

    It has arrived once the other side has it; further parties of a common conversation read it
    from when it is delivered to them.
    """
    office = delivery.destination.office
    said = Contribution.objects.filter(message_id=delivery.message_id)
    changes: dict[str, Any] = {
        "seen_by": Func(F("seen_by"), Value(office.number), function="array_append")
    }
    if len(delivery.message.recipients) == 1 or said.filter(_between(office)).exists():
        changes["arrived_at"] = Value(delivery.delivered_at)
    said.update(**changes)


def _between(office: CentralOffice) -> Q:
    """The condition: said in a conversation of which this office is one of the two sides."""
    return Q(recipient__office=office) | Q(request__owner_office=office)


def _recipients_of(batch: list[Delivery]) -> QuerySet[RequestRecipient]:
    wanted = Q()
    for row in batch:
        wanted |= Q(request=row.thread, office=row.destination.office_id)
    return RequestRecipient.objects.select_related(
        "request__type", "request__owner_office", "office"
    ).filter(wanted)
