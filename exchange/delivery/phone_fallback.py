"""Flash that has not arrived: after 15 minutes somebody telephones, and says so here.

FLASH falls back to the phone (docs/laws.md E7). The requesting office's desk sees it,
and so does the General Secretariat's, which is told the route and never the content.
"""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _

from central_offices.models import Officer
from exchange.clocks.escalation_audience import WATCH
from exchange.queries import may_read
from kernel import acting
from kernel.errors import NotPermitted, NotReady, WrongState
from kernel.pages.waiting import Item
from ledger import events
from ledger.models import Delivery, Lane, PhoneCall

AFTER = timedelta(minutes=15)
MAX_CALLS_SHOWN = 50
RULE = "whom to telephone"  # also what others sent, and whether somebody has called already


def waiting(officer: Officer) -> QuerySet[Delivery]:
    """Flash requests that are not delivered after 15 minutes and were not telephoned yet."""
    rows = Delivery.objects.filter(
        status__in=[Delivery.Status.QUEUED, Delivery.Status.DEAD],
        lane=Lane.URGENT,
        message__type="request.sent",
        message__sent_at__lte=Now() - AFTER,
        phone_call=None,
    ).select_related("message__sender", "destination__office")
    return _told(rows, officer).order_by("message__sent_at")


def listed(officer: Officer, most: int = MAX_CALLS_SHOWN) -> list[Delivery]:
    """Those that wait the longest."""
    with acting.by_a_rule(RULE):
        return list(waiting(officer)[:most])


def one(officer: Officer, pk: UUID) -> Delivery | None:
    with acting.by_a_rule(RULE):
        return waiting(officer).filter(pk=pk).first()


def note(delivery: Delivery, *, by: Officer, spoke_to: str) -> PhoneCall:
    """Somebody telephoned the office, and spoke to whom. It is delivered all the same later.

    Raises NotPermitted, NotReady without a name, WrongState when it arrived or was telephoned.
    """
    if not spoke_to.strip():
        sentence = _("Say whom you spoke to.")
        raise NotReady(sentence, [("spoke_to", sentence)])
    with acting.acting_as(by), acting.by_a_rule(RULE):
        locked = Delivery.objects.select_for_update(of=("self",)).select_related("message")
        row = locked.get(pk=delivery.pk)
        if not (_watches(by) or row.message.sender_id == by.office_id and _sends(by)):
            raise NotPermitted(_("Only the requesting office and the Secretariat note this."))
        if row.status not in (Delivery.Status.QUEUED, Delivery.Status.DEAD):
            raise WrongState(_("It has arrived meanwhile: nobody needs to be telephoned."))
        if PhoneCall.objects.filter(delivery=row).exists():
            raise WrongState(_("Somebody has telephoned already."))
        call = PhoneCall.objects.create(delivery=row, by=by)
        detail = {"spoke_to": spoke_to}
        events.record("delivery.phone", by=by, subject=row, detail=detail, step=True)
    return call


def items(officer: Officer) -> list[Item]:
    """For My work: whom to telephone, and on which number."""
    return [
        Item(
            "alert",
            _("Telephone %(office)s: a flash request did not arrive")
            % {"office": row.destination.office},
            reverse("exchange:dead_letters") + "#phone",
            row.destination.office.emergency_phone or _("no number in the directory"),
            since=row.message.sent_at,
        )
        for row in listed(officer, 10)
    ]


def _told(rows: QuerySet[Delivery], officer: Officer) -> QuerySet[Delivery]:
    if _watches(officer):
        return rows
    if not may_read(officer):
        return rows.none()
    return rows.filter(
        message__sender=officer.office_id, message__classification__lte=officer.clearance
    )


def _watches(officer: Officer) -> bool:
    return officer.office.is_secretariat and officer.has_role(*WATCH)


def _sends(officer: Officer) -> bool:
    return officer.may("send_request", officer.office)
