"""Steps of the requesting office : draft, send, approve, recall, close, and speak again."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.authorship import writers_of_persons
from central_offices.models import CentralOffice, Officer
from exchange.lifecycle import asks, recipient_steps, request_steps
from exchange.models import (
    Attachment,
    InternalNote,
    RecipientStatus,
    Release,
    Request,
    RequestRecipient,
    RequestReview,
)
from exchange.requests import (
    deputies,
    envelopes,
    leaving,
    person_acts,
    persons,
    readiness,
    visibility,
)
from kernel import acting
from kernel.counters import next_number
from kernel.errors import NotPermitted, NotReady, Stale
from kernel.values.folding import searchable
from ledger import events
from policies import tags

FIELDS = (
    "case",
    "type",
    "urgency",
    "title",
    "ask",
    "legal_basis",
    "purpose",
    "necessity",
    "portfolios",
    "tags",
    "facts",
    "subject_ids",
    "classification",
    "handling_codes",
    "handling_note",
    "source_evaluation",
    "information_evaluation",
    "reply_due",
    "conversation",
    "prepared_from",
)


def draft(
    *,
    by: Officer,
    recipients: Iterable[CentralOffice] = (),
    attachments: Sequence[Attachment] = (),
    writers: Iterable[int] = (),
    **words: Any,
) -> Request:
    """Keep a new draft; `words` are of FIELDS, `writers` the ids of whoever wrote them before.

    Raises NotPermitted, or ValidationError.
    """
    request = Request(created_by=by, owner_office=by.office, **words)
    request.note_writers([by.pk, *writers])
    if not asks(by, request):
        raise NotPermitted(_("You may not send requests for your office."))
    with acting.acting_as(by):
        year = timezone.now().year
        number = next_number(f"request/{by.office.code}/{year}")
        request.reference = f"R-{by.office.code}-{year}-{number:06}"
        _settle(request)
        request.seen_by = visibility.first(request)
        request.full_clean(validate_unique=False)
        request.save(force_insert=True)
        _address(request, recipients)
        attach(request, attachments, by=by)
        events.record(
            "request.draft",
            by=by,
            subject=request,
            after=request.status,
            purpose=request.purpose,
            case_id=request.case_id,
            data={"reference": request.reference, "type": request.type.code},
            step=True,
        )
    return request


def revise(
    request: Request,
    *,
    by: Officer,
    version: int | None = None,
    recipients: Iterable[CentralOffice] | None = None,
    attachments: Sequence[Attachment] = (),
    **words: Any,
) -> None:
    """Change a draft. Raises WrongState once it has left the draft, and Stale."""
    with request_steps.take(
        "revise", request, by=by, version=version, fields=sorted(words)
    ) as locked:
        carried = locked.tags
        for name, value in words.items():
            setattr(locked, name, value)
        locked.note_writers([by.pk])
        _settle(locked, carried)
        if recipients is not None:
            _address(locked, recipients)
        attach(locked, attachments, by=by)


def attach(request: Request, attachments: Sequence[Attachment], *, by: Officer) -> None:
    """Add the officer's own unattached files to a draft."""
    wanted = {row.pk for row in attachments}
    free = Attachment.objects.filter(pk__in=wanted, uploaded_by=by, request=None, contribution=None)
    if free.update(request=request) != len(wanted):
        raise NotReady(_("An attachment was used before. Upload the file again."))


def detach(request: Request, attachment: Attachment, *, by: Officer) -> None:
    """Take a file off a draft."""
    with request_steps.take("revise", request, by=by, attachment=str(attachment.pk)) as locked:
        locked.note_writers([by.pk])
        Attachment.objects.filter(pk=attachment.pk, request=request).update(request=None)


def send(request: Request, *, by: Officer, version: int | None = None) -> None:
    """Send it, or put it before the second person whom its type demands.

    What acts against a person may have to wait for a review (`leaving.leave`). Raises NotReady
    with all that is missing.
    """
    with acting.acting_as(by):
        renew_type(request)
        if request.type.release != Release.NONE:
            with request_steps.take("submit", request, by=by, version=version) as locked:
                freeze(locked, by)
            return
        waits = leaving.waits(request)
        step = "hold" if waits else "send"
        with request_steps.take(step, request, by=by, version=version) as locked:
            freeze(locked, by)
            leaving.leave(locked, by, waits)


def renew_type(request: Request) -> None:
    """Keep the row of its type that is in force today in a draft that is about to go."""
    before = request.type_id
    readiness.by_rules_of_today(request)
    if request.type_id != before:
        rows = Request.objects.filter(pk=request.pk, status=Request.Status.DRAFT)
        rows.update(type=request.type_id)


def freeze(request: Request, by: Officer) -> None:
    """Fix the words of a locked draft. Raises NotReady with all that is missing."""
    readiness.demand(request)
    request.persons = persons.summaries(request.told_case, request.subject_ids)
    request.submitted_by = by
    request.note_writers(writers_of_persons(request.told_case, request.subject_ids))
    request.content_digest = envelopes.digest(request)


def approve(request: Request, *, by: Officer, digest: str) -> None:
    """Let the request leave, as second person. `digest` is of the words that were approved."""
    with acting.acting_as(by):
        waits = leaving.waits(request)
        step = "hold_approved" if waits else "approve"
        with request_steps.take(step, request, by=by, digest=digest) as locked:
            same_words(locked, digest)
            leaving.still_allowed(locked)
            deputies.approved(locked, by)
            leaving.leave(locked, by, waits)


def same_words(request: Request, digest: str) -> None:
    """Raise Stale unless `digest` is of the words as they stand."""
    if digest != request.content_digest:
        raise Stale(_("The request changed after you read it. Read it again."), theirs=request)


def send_back(request: Request, *, by: Officer, reason: str) -> None:
    """Return it to the draft; the reason is kept as an internal note."""
    if not reason.strip():
        raise NotReady(_("Say why you send it back."), [("reason", _("Say why."))])
    with request_steps.take("send_back", request, by=by, detail={"reason": reason}) as locked:
        locked.content_digest, locked.deputy = "", None
        InternalNote.objects.create(
            request=locked, office=locked.owner_office, text=reason, written_by=by
        )


def discard(request: Request, *, by: Officer) -> None:
    with request_steps.take("discard", request, by=by):
        pass


def recall(request: Request, *, by: Officer, reason: str) -> None:
    """Take the request back: what is undelivered vanishes, everyone else is told.

    An office that already worked on it turns RECALL_TOO_LATE and has to confirm that what it
    gathered is destroyed (docs/laws.md F3).
    """
    if not reason.strip():
        raise NotReady(_("Say why you recall it."), [("reason", _("Say why."))])
    with request_steps.take("recall", request, by=by, detail={"reason": reason}) as locked:
        locked.recall_reason = reason
        person_acts.withdraw(locked, by=by)
        leaving.take_back(locked, by, reason)


def withdraw(request: Request, *, by: Officer) -> None:
    """Take back what still waits for its review: nobody has it."""
    with request_steps.take("withdraw", request, by=by) as locked:
        person_acts.withdraw(locked, by=by)


def close(request: Request, *, by: Officer) -> None:
    """Confirm that nothing more is expected. Raises NotReady while an office is at work."""
    with request_steps.take("close", request, by=by) as locked:
        rows = locked.recipients.select_related("office")
        busy = rows.filter(Q(status__in=RequestRecipient.OPEN) | Q(status=RecipientStatus.QUEUED))
        if RequestReview.objects.open().filter(request=locked, unannounced=False).exists():
            raise NotReady(_("It is still under review. Wait for the outcome, or recall it."))
        if busy:
            raise NotReady(
                _("Still open at: %(offices)s. Wait for the answer, or recall the request.")
                % {"offices": ", ".join(str(row.office) for row in busy)}
            )
        locked.closed_at = timezone.now()
        done = rows.filter(status__in=recipient_steps.steps["close"].sources)
        with recipient_steps.take_all(
            "close", done, by=by, fields=["closed_at", "next_due"]
        ) as taken:
            for row in taken:
                row.closed_at, row.next_due = locked.closed_at, None
        told = rows.filter(delivered_at__isnull=False)
        leaving.tell(locked, "request.closed", [row.office for row in told])


def _settle(request: Request, carried: Iterable[str] = ()) -> None:
    """Set the fields that follow from the words themselves.

    Raises ValidationError for persons who are not in the case of the request: asked for without
    somebody whom the office named, it would be another request. Raises NotReady for a tag that
    there is not today, unless the draft has `carried` it.
    """
    request.portfolios, request.tags = sorted(set(request.portfolios)), tags.in_order(request.tags)
    if wrong := tags.faults(request.tags, carried):
        raise NotReady(wrong[0][1], missing=wrong)
    known = persons.summaries(request.told_case, request.subject_ids)
    if len(known) != len(set(request.subject_ids)):
        sentence = _("One of these persons is not in the case. Name the case, and persons in it.")
        raise ValidationError({"subject_ids": ValidationError(sentence, code="does_not_exist")})
    request.persons = known
    request.subject_ids = [UUID(person["id"]) for person in known]
    request.search_text = searchable(request.reference, request.title, request.ask)


def _address(request: Request, offices: Iterable[CentralOffice]) -> None:
    """Make these the offices that a draft is addressed to."""
    wanted = {office.pk: office for office in offices}
    request.recipients.exclude(office__in=wanted).delete()
    there = set(request.recipients.values_list("office_id", flat=True))
    RequestRecipient.objects.bulk_create(
        RequestRecipient(request=request, office=office)
        for pk, office in sorted(wanted.items())
        if pk not in there
    )
