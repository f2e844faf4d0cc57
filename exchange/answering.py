"""What a requested office does: acknowledge, take, answer, refuse, defer, ask; and what follows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from agency.kernel import wall
from agency.kernel.errors import NotPermitted, NotReady
from central_offices.models import CentralOffice, Officer
from exchange import clocks, closing, envelopes, handling, passing_life, refuge
from exchange.lifecycle import S, answers, desk
from exchange.models import (
    Attachment,
    Contribution,
    InternalNote,
    RefusalGround,
    Request,
    RequestRecipient,
    Urgency,
)
from ledger import events, outbox

Kind = Contribution.Kind


class Words(NamedTuple):
    """What one office says to the other, how it may be used, and with which files."""

    text: str
    source_evaluation: str = ""
    information_evaluation: str = ""
    classification: int | None = None
    handling_codes: Sequence[str] = ()
    handling_note: str = ""
    attachments: Sequence[Attachment] = ()
    nothing_on_asylum: bool = False
    instead: CentralOffice | None = None


def acknowledge(recipient: RequestRecipient, *, by: Officer, version: int | None = None) -> None:
    """Say that the request was seen; ends the first clock."""
    with desk.take("acknowledge", recipient, by=by, version=version) as locked:
        acknowledged(locked, by, S.ACKNOWLEDGED)
        _tell(locked, "request.acknowledged", by)


def assign(
    recipient: RequestRecipient, *, by: Officer, to: Officer | None = None, note: str = ""
) -> None:
    """Give it to an officer of the office, or take it; acknowledges what was not.

    A note about it stays in the office.
    """
    to = to or by
    if not answers(to, recipient):
        raise NotReady(_("%(officer)s can't answer requests here.") % {"officer": to})
    step = "reassign" if recipient.status in desk.steps["reassign"].sources else "assign"
    with desk.take(step, recipient, by=by, to=to.pk) as locked:
        new = locked.acknowledged_at is None
        acknowledged(locked, by, S.ASSIGNED if step == "assign" else locked.status)
        locked.assigned_to = to
        passing_life.lapse([locked], *passing_life.HANDS)
        if note.strip():
            words = {"text": note, "written_by": by, "office": by.office}
            InternalNote.objects.create(request=locked.request, **words)
        if new:
            _tell(locked, "request.acknowledged", by)


def start(recipient: RequestRecipient, *, by: Officer) -> None:
    """Say that work has begun: from now on a recall comes too late."""
    with desk.take("start", recipient, by=by) as locked:
        acknowledged(locked, by, S.IN_PROGRESS)
        locked.assigned_to = locked.assigned_to or by
        _tell(locked, "request.in_progress", by)


def answer(
    recipient: RequestRecipient,
    words: Words,
    *,
    by: Officer,
    partial: bool = False,
    version: int | None = None,
) -> Contribution:
    """Answer, in part or for good. Raises NotReady without text or evaluation."""
    demand(words, evaluated=True)
    refuge.demand_silence(recipient.request, words.nothing_on_asylum)
    step, target = ("answer_partly", S.PARTIAL) if partial else ("answer", S.ANSWERED)
    with desk.take(step, recipient, by=by, version=version) as locked:
        acknowledged(locked, by, target)
        if not partial:
            locked.answered_at = timezone.now()
            passing_life.lapse([locked])
        kind = Kind.PARTIAL if partial else Kind.ANSWER
        return say(locked, kind, words, "request.answered", by, final=not partial)


def refuse(
    recipient: RequestRecipient,
    words: Words,
    *,
    by: Officer,
    ground: RefusalGround,
    contact: str,
    version: int | None = None,
) -> Contribution:
    """Refuse with a ground, its reasons in words, and whom to contact about it."""
    demand(words)
    if not contact.strip():
        sentence = _("Name whom the other office can contact about the refusal.")
        raise NotReady(sentence, [("contact", sentence)])
    refuge.demand_ground(ground, recipient.request)
    handling.demand_silence(ground, recipient)
    if ground.silent:
        words = Words(handling.silence(), classification=words.classification)
    with desk.take("refuse", recipient, by=by, version=version, ground=ground.code) as locked:
        turned_down(locked, by, ground, contact)
        passing_life.lapse([locked])
        return say(
            locked, Kind.REFUSAL, words, "request.refused", by, ground=ground.code, contact=contact
        )


def defer(
    recipient: RequestRecipient,
    words: Words,
    *,
    by: Officer,
    until: datetime,
    version: int | None = None,
) -> Contribution:
    """Put it off until a time, with the reason (for instance a judge's authorisation)."""
    demand(words)
    demand_future(until)
    with desk.take("defer", recipient, by=by, version=version) as locked:
        locked.deferred_until = until
        acknowledged(locked, by, S.DEFERRED)
        return say(locked, Kind.DEFERRAL, words, "request.deferred", by, until=until.isoformat())


def ask(recipient: RequestRecipient, words: Words, *, by: Officer) -> Contribution:
    """Ask back; the reply clock stands still until the clarification. Twice at most."""
    demand(words)
    with desk.take("ask", recipient, by=by) as locked:
        if locked.pauses >= RequestRecipient.MOST_PAUSES:
            raise NotReady(_("You have asked twice already. Answer, refuse or defer the request."))
        acknowledged(locked, by, S.CLARIFICATION)
        clocks.pause(locked)
        return say(locked, Kind.QUESTION, words, "request.clarification_asked", by)


def clarify(recipient: RequestRecipient, words: Words, *, by: Officer) -> Contribution:
    """The requesting office's reply to a question; the clock runs on."""
    demand(words, evaluated=True)
    with desk.take("clarify", recipient, by=by) as locked:
        clocks.resume(locked)
        locked.next_due = clocks.next_due(locked, S.IN_PROGRESS)
        return say(locked, Kind.CLARIFICATION, words, "request.clarified", by)


def ask_again(recipient: RequestRecipient, words: Words, *, by: Officer) -> Contribution:
    """The requesting office asks further about an answer; a new reply clock starts."""
    demand(words)
    with wall.acting_as(by), _reopened(recipient, by) as locked:
        rule = clocks.rule_for(locked.request)
        locked.reply_due = clocks.counted(timezone.now(), rule)
        locked.answered_at = locked.refusal_ground = locked.closed_at = None
        locked.next_due = locked.reply_due
        return say(locked, Kind.FOLLOW_UP, words, "request.asked_again", by)


@contextmanager
def _reopened(recipient: RequestRecipient, by: Officer) -> Iterator[RequestRecipient]:
    """A closed request is under way again before its side is: the request is locked first."""
    closing.reopen(recipient.request, by=by)
    with desk.take("ask_again", recipient, by=by) as locked:
        yield locked


def confirm_destroyed(recipient: RequestRecipient, *, by: Officer) -> None:
    """Confirm that what was gathered for a recalled request is destroyed."""
    with desk.take("confirm_destroyed", recipient, by=by) as locked:
        locked.destroyed_at, locked.next_due = timezone.now(), None
        _tell(locked, "request.destruction_confirmed", by)


def note(request: Request, text: str, *, by: Officer) -> InternalNote:
    """Keep a note for the own office; it is never sent."""
    if not text.strip():
        raise NotReady(_("Write the note first."), [("text", _("Write the note first."))])
    if not Request.objects.visible_to(by).filter(pk=request.pk).exists():
        raise NotPermitted(_("You may not write a note here."))
    with wall.acting_as(by):
        row = InternalNote.objects.create(
            request=request, office=by.office, text=text, written_by=by
        )
        events.record("request.note", by=by, subject=request, data={"note": str(row.pk)}, step=True)
    return row


def acknowledged(recipient: RequestRecipient, by: Officer, status: str) -> None:
    """Whatever an office does with a request acknowledges it; the running clock follows."""
    if recipient.acknowledged_at is None:
        recipient.acknowledged_at, recipient.acknowledged_by = timezone.now(), by
    recipient.next_due = clocks.next_due(recipient, status)


def turned_down(
    recipient: RequestRecipient, by: Officer, ground: RefusalGround, contact: str
) -> None:
    """What every refusal leaves on the locked side."""
    acknowledged(recipient, by, S.REFUSED)
    recipient.answered_at = timezone.now()
    recipient.refusal_ground, recipient.refusal_contact = ground, contact


def demand_future(until: datetime) -> None:
    """Raises NotReady when the time is over."""
    if until <= timezone.now():
        sentence = _("Choose a time in the future.")
        raise NotReady(sentence, [("until", sentence)])


def demand(words: Words, *, evaluated: bool = False) -> None:
    """Raise NotReady where nothing is said, or where what is said must be evaluated and is not."""
    missing = []
    if not words.text.strip():
        missing.append(("text", _("Write what you want to say.")))
    if evaluated and not (words.source_evaluation and words.information_evaluation):
        missing.append(
            ("source_evaluation", _("Say how reliable the source and the information are."))
        )
    if missing:
        raise NotReady(" ".join(sentence for _field, sentence in missing), missing)


def say(
    recipient: RequestRecipient, kind: str, words: Words, type: str, by: Officer, **more: Any
) -> Contribution:
    """Keep what is said in the locked side's conversation, and post it to the other office."""
    request = recipient.request
    other = request.owner_office if by.office_id == recipient.office_id else recipient.office
    handling.demand(by.office, [other], f"{words.text}\n{words.handling_note}", words.attachments)
    level = request.classification if words.classification is None else words.classification
    row = Contribution(
        request=request,
        recipient=recipient,
        kind=kind,
        office=by.office,
        text=words.text,
        source_evaluation=words.source_evaluation,
        information_evaluation=words.information_evaluation,
        classification=level,
        handling_codes=list(words.handling_codes),
        handling_note=words.handling_note,
        instead=words.instead,
        written_by=by,
        seen_by=[by.office.number],
    )
    data = envelopes.contribution_data(row, list(words.attachments))
    row.message_id = _tell(recipient, type, by, row, **data, **more)
    row.full_clean(validate_unique=False)
    row.save(force_insert=True)
    _attach(row, words.attachments, by)
    return row


def _attach(row: Contribution, attachments: Sequence[Attachment], by: Officer) -> None:
    wanted = {attachment.pk for attachment in attachments}
    free = Attachment.objects.filter(pk__in=wanted, uploaded_by=by, request=None, contribution=None)
    if free.update(contribution=row) != len(wanted):
        raise NotReady(_("An attachment was used before. Upload the file again."))


def _tell(
    recipient: RequestRecipient,
    type: str,
    by: Officer,
    said: Contribution | None = None,
    **more: Any,
) -> Any:
    """Post to the office on the other side; returns the message's id."""
    request = recipient.request
    ours = by.office_id == recipient.office_id
    return outbox.post(
        type,
        thread=request.pk,
        sender=by.office,
        to=[request.owner_office if ours else recipient.office],
        data=envelopes.step_data(recipient, by, **more),
        urgent=request.urgency == Urgency.FLASH,
        classification=said.classification if said else request.classification,
        handling_codes=said.handling_codes if said else request.handling_codes,
    ).pk
