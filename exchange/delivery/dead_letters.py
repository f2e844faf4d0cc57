"""Messages that could not be delivered: who sees them, and sending them again."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from central_offices.models import Officer
from exchange.lifecycle import recipient_steps
from exchange.models import Request, RequestRecipient
from exchange.queries import may_read
from exchange.requests import readiness
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from ledger import events
from ledger.delivery import outbox
from ledger.lifecycle import A_STEP
from ledger.models import Delivery

MAX_LETTERS_SHOWN = 200


def visible_to(officer: Officer) -> Any:
    """Those of the own office within the clearance; for administrators all, without content."""
    rows = Delivery.objects.filter(status=Delivery.Status.DEAD).select_related(
        "message__sender", "destination__office"
    )
    if officer.may("administer", officer.office):
        return rows
    if not may_read(officer):
        return rows.none()
    return rows.filter(
        message__sender=officer.office_id, message__classification__lte=officer.clearance
    )


def listed(officer: Officer) -> list[Delivery]:
    """The newest first."""
    with _reading(officer):
        return list(visible_to(officer).order_by("-dead_at")[:MAX_LETTERS_SHOWN])


def one(officer: Officer, pk: UUID) -> Delivery | None:
    with _reading(officer):
        found: Delivery | None = visible_to(officer).filter(pk=pk).first()
    return found


def _reading(officer: Officer) -> AbstractContextManager[None]:
    """Administrators read of all messages what keeps them from arriving."""
    if officer.may("administer", officer.office):
        return acting.by_a_rule("what could not be delivered")
    return nullcontext()


def resend(delivery: Delivery, *, by: Officer) -> None:
    """Send it again under its old id and number. Raises NotPermitted."""
    own = delivery.message.sender_id == by.office_id
    if not (by.may("administer", by.office) or (own and by.may("send_request", by.office))):
        raise NotPermitted(_("You may not send this message again."))
    # Whoever administers sends again what others said, and reads nothing of it.
    with acting.acting_as(by), acting.by_a_rule(A_STEP):
        if delivery.message.type == "request.sent":
            rows = RequestRecipient.objects.select_related("request__type").filter(
                request=delivery.thread,
                office=delivery.destination.office_id,
                status=RequestRecipient.Status.UNDELIVERABLE,
            )
            if not rows:
                raise NotReady(_("It was recalled or closed meanwhile. Nothing is sent again."))
            for row in rows:
                _demand_safe(row.request, own=own)
            with recipient_steps.take_all("resend", rows, by=by):
                pass
        outbox.resend(delivery)
        events.record("delivery.resend", by=by, subject=delivery, step=True)


def _demand_safe(request: Request, *, own: bool) -> None:
    """Raise a Refusal if a person is protected meanwhile; who reads no content learns nothing."""
    if own:
        readiness.demand_still_allowed(request)
    elif readiness.guarded(request):
        raise NotPermitted(_("Only the requesting office can send this message again."))
