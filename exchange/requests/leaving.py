"""Leaving of a request: for its offices, or for the review of what acts against a person; and back.

Whatever sends a request calls `leave`, in the transaction of the step that sends it.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.safeguards import protected_status
from cases.safeguards.protected_status import Act
from central_offices.models import CentralOffice, Officer
from exchange import transfer_lifecycle
from exchange.clocks import deadlines
from exchange.lifecycle import recipient_steps
from exchange.models import Request, RequestReview, Urgency
from exchange.requests import envelopes, person_acts, persons, readiness
from kernel import acting
from kernel.errors import Stale
from ledger.delivery import outbox


def waits(request: Request) -> bool:
    """Whether the request has to be reviewed before it leaves; flash never waits. Locks its row.

    `leave` looks again at the row that is sent.
    """
    if not request.type.seeks:
        return False
    rows = Request._base_manager.select_for_update(of=("self",)).select_related("type")
    with acting.by_a_rule("what has to be reviewed"):  # who does not see it is refused the step
        locked = rows.get(pk=request.pk)
        if locked.status == Request.Status.DRAFT:
            locked.persons = persons.summaries(locked.case, locked.subject_ids)
        return not locked.is_flash and bool(person_acts.because(locked))


def leave(
    request: Request, by: Officer, has_to_wait: bool, approve_within: timedelta | None = None
) -> None:
    """Let a locked request leave or wait for its review, in the step that sends it.

    Flash leaves at once, marked, and is reviewed meanwhile.
    """
    reasons = person_acts.because(request)
    if bool(reasons) != has_to_wait and not request.is_flash:
        raise Stale(_("The request changed after you read it. Read it again."), theirs=request)
    refused_before = RequestReview.Because.REFUSAL in reasons
    protected_status.note_submission(Act.REQUEST, request.pk, refused_before=refused_before)
    person_acts.keep(request)
    review = person_acts.begin(request, reasons) if reasons else None
    if not has_to_wait:
        dispatch(request, by, approve_within, review)


def still_allowed(request: Request) -> None:
    """Raise NotReady where one of the offices must not be asked any more."""
    readiness.demand_still_allowed(request)


def dispatch(
    request: Request,
    by: Officer,
    approve_within: timedelta | None = None,
    review: RequestReview | None = None,
) -> None:
    """Send a locked request to its offices, in the transaction of the step that sends it."""
    request.sent_at = timezone.now()
    request.approval_due = request.sent_at + approve_within if approve_within else None
    rows = request.recipients.select_related("office", "request__type")
    with recipient_steps.take_all("dispatch", rows, by=by) as taken:
        offices = [row.office for row in taken]
    outbox.post(
        "request.sent",
        thread=request.pk,
        sender=request.owner_office,
        to=offices,
        data=envelopes.sent_data(request, review),
        urgent=request.urgency == Urgency.FLASH,
        classification=request.classification,
        handling_codes=request.handling_codes,
    )


def take_back(locked: Request, by: Officer, reason: str) -> None:
    """Recall a locked request from every office that has it, or may have it."""
    now, rows = timezone.now(), locked.recipients.all()
    # Recipients before destinations: whoever clarifies holds the first and wants the second.
    recipients = rows.select_related("office").select_for_update(of=("self",)).order_by("pk")
    spared = outbox.take_back(locked.pk, [row.office for row in recipients])
    early = rows.filter(status__in=recipient_steps.steps["recall"].sources)
    with recipient_steps.take_all(
        "recall", early, by=by, fields=["recalled_at", "next_due"]
    ) as taken:
        for row in taken:
            row.recalled_at, row.next_due = now, None
    late = rows.filter(status__in=recipient_steps.steps["recall_late"].sources)
    with recipient_steps.take_all(
        "recall_late", late, by=by, fields=["recalled_at", "next_due"]
    ) as some:
        for row in some:
            row.recalled_at, row.next_due = now, now + deadlines.DESTRUCTION
    transfer_lifecycle.lapse([*taken, *some])
    told = rows.filter(recalled_at=now).exclude(office__in=spared).select_related("office")
    tell(locked, "request.recalled", [row.office for row in told], urgent=True, reason=reason)


def tell(
    request: Request,
    type: str,
    offices: list[CentralOffice],
    *,
    urgent: bool = False,
    **more: Any,
) -> None:
    """Tell offices about the request as a whole."""
    outbox.post(
        type,
        thread=request.pk,
        sender=request.owner_office,
        to=offices,
        data={"request": str(request.pk), "reference": request.reference, **more},
        urgent=urgent or request.urgency == Urgency.FLASH,
        classification=request.classification,
        handling_codes=request.handling_codes,
    )
