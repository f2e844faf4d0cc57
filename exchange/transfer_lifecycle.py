"""The life of a transfer of work within an office, and who may begin one.

offered, or asked ──accept──▶ accepted
  ├──decline (with the reason)──▶ declined
  ├──withdraw (whoever began it)──▶ withdrawn
  └──lapse (the work is over, or is in other hands)──▶ lapsed
"""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices import roles
from central_offices.models import Officer
from exchange.lifecycle import answers, the_system
from exchange.models import RequestRecipient, Transfer
from exchange.queries import may_read
from ledger import events
from ledger.lifecycle import Lifecycle, Step

TransferKind = Transfer.Kind
OFFERED, ASKED, ACCEPTED, DECLINED, WITHDRAWN, LAPSED = Transfer.Status
HANDING_OVER = (TransferKind.TRANSFER, TransferKind.CALL)
TRANSFERABLE = RequestRecipient.NOT_BEGUN | RequestRecipient.UNDER_WAY


def person_at_work(officer: Officer, recipient: Any) -> bool:
    """The officer is a person, and may answer for the requested office."""
    return officer.is_human and answers(officer, recipient)


def holder(officer: Officer, recipient: Any) -> bool:
    """The officer is a person who may answer, and the request is in his or her hands."""
    return recipient.assigned_to_id == officer.pk and person_at_work(officer, recipient)


def colleague_of_holder(officer: Officer, recipient: Any) -> bool:
    """The officer is a person who may answer, and the request is in a colleague's hands."""
    held = recipient.assigned_to_id is not None and recipient.assigned_to_id != officer.pk
    return held and person_at_work(officer, recipient)


new_transfer_steps = Lifecycle(
    offer=Step(TRANSFERABLE, None, holder, _("offer")),
    call=Step(TRANSFERABLE, None, colleague_of_holder, _("ask for")),
    consult=Step(TRANSFERABLE, None, person_at_work, _("ask a colleague about")),
)


def fits(officer: Officer, recipient: Any, kind: str) -> bool:
    """Whether this colleague can take the work, or, for advice, can read what it is about."""
    if kind != TransferKind.ADVICE:
        return person_at_work(officer, recipient)
    cleared = officer.is_cleared_for(recipient.request.classification)
    return (
        officer.is_human
        and officer.office_id == recipient.office_id
        and cleared
        and may_read(officer)
    )


def decides(officer: Officer, transfer: Any) -> bool:
    """The officer is the one to whom it was put, and can still take the work or give the advice."""
    return officer.pk == transfer.to_id and fits(officer, transfer.recipient, transfer.kind)


def began(officer: Officer, transfer: Any) -> bool:
    """The officer is the one who offered or asked."""
    return bool(officer.pk == transfer.made_by_id)


transfer_steps = Lifecycle(
    accept=Step({OFFERED, ASKED}, ACCEPTED, decides, _("accept")),
    decline=Step({OFFERED, ASKED}, DECLINED, decides, _("decline")),
    withdraw=Step({OFFERED, ASKED}, WITHDRAWN, began, _("withdraw")),
    lapse=Step({OFFERED, ASKED}, LAPSED, the_system, _("let lapse")),
)


def lapse(recipients: Iterable[RequestRecipient], *kinds: str) -> None:
    """End what is undecided about these locked sides; all of it where no kinds are named."""
    rows = Transfer.objects.undecided().filter(recipient__in=recipients)
    rows = rows.filter(kind__in=kinds) if kinds else rows
    if not rows.exists():
        return
    by, fields = roles.system(), ["decided_at"]
    with transfer_steps.take_all("lapse", rows, by=by, fields=fields, chain=events.SYSTEM) as taken:
        for row in taken:
            row.decided_at = timezone.now()
