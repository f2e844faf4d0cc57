"""Steps of a requested office : acknowledge, take, answer, refuse, defer, ask; and what follows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.models import Officer
from exchange import transfer_lifecycle
from exchange.clocks import deadlines
from exchange.conversation import silence
from exchange.conversation.contributions import ContributionDraft, demand, demand_future, say, tell
from exchange.lifecycle import answers, recipient_steps
from exchange.models import (
    Contribution,
    InternalNote,
    RecipientStatus,
    RefusalGround,
    Request,
    RequestRecipient,
)
from exchange.requests import closing
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from ledger import events

Kind = Contribution.Kind


def acknowledge(recipient: RequestRecipient, *, by: Officer, version: int | None = None) -> None:
    """Say that the request was seen; ends the first clock."""
    with recipient_steps.take("acknowledge", recipient, by=by, version=version) as locked:
        acknowledged(locked, by, RecipientStatus.ACKNOWLEDGED)
        tell(locked, "request.acknowledged", by)


def assign(
    recipient: RequestRecipient, *, by: Officer, to: Officer | None = None, note: str = ""
) -> None:
    """Give it to an officer of the office, or take it; acknowledges what was not.

    A note about it stays in the office.
    """
    to = to or by
    if not answers(to, recipient):
        raise NotReady(_("%(officer)s can't answer requests here.") % {"officer": to})
    step = "reassign" if recipient.status in recipient_steps.steps["reassign"].sources else "assign"
    with recipient_steps.take(step, recipient, by=by, to=to.pk) as locked:
        new = locked.acknowledged_at is None
        acknowledged(locked, by, RecipientStatus.ASSIGNED if step == "assign" else locked.status)
        locked.assigned_to = to
        transfer_lifecycle.lapse([locked], *transfer_lifecycle.HANDING_OVER)
        if note.strip():
            words = {"text": note, "written_by": by, "office": by.office}
            InternalNote.objects.create(request=locked.request, **words)
        if new:
            tell(locked, "request.acknowledged", by)


def start(recipient: RequestRecipient, *, by: Officer) -> None:
    """Say that work has begun: from now on a recall comes too late."""
    with recipient_steps.take("start", recipient, by=by) as locked:
        acknowledged(locked, by, RecipientStatus.IN_PROGRESS)
        locked.assigned_to = locked.assigned_to or by
        tell(locked, "request.in_progress", by)


def answer(
    recipient: RequestRecipient,
    words: ContributionDraft,
    *,
    by: Officer,
    partial: bool = False,
    version: int | None = None,
) -> Contribution:
    """Answer, in part or for good. Raises NotReady without text or evaluation."""
    demand(words, evaluated=True)
    silence.demand_nothing_on_asylum(recipient.request, words.nothing_on_asylum)
    step, target = (
        ("answer_partly", RecipientStatus.PARTIAL)
        if partial
        else ("answer", RecipientStatus.ANSWERED)
    )
    with recipient_steps.take(step, recipient, by=by, version=version) as locked:
        acknowledged(locked, by, target)
        if not partial:
            locked.answered_at = timezone.now()
            transfer_lifecycle.lapse([locked])
        kind = Kind.PARTIAL if partial else Kind.ANSWER
        return say(locked, kind, words, "request.answered", by, final=not partial)


def refuse(
    recipient: RequestRecipient,
    words: ContributionDraft,
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
    with acting.acting_as(by):
        silence.demand_ground(ground, recipient)
    if ground.silent:
        words = ContributionDraft(silence.reasons_of_owner(), classification=words.classification)
    with recipient_steps.take(
        "refuse", recipient, by=by, version=version, ground=ground.code
    ) as locked:
        turned_down(locked, by, ground, contact)
        transfer_lifecycle.lapse([locked])
        return say(
            locked, Kind.REFUSAL, words, "request.refused", by, ground=ground.code, contact=contact
        )


def defer(
    recipient: RequestRecipient,
    words: ContributionDraft,
    *,
    by: Officer,
    until: datetime,
    version: int | None = None,
) -> Contribution:
    """Put it off until a time, with the reason (for instance a judge's authorisation)."""
    demand(words)
    demand_future(until)
    with recipient_steps.take("defer", recipient, by=by, version=version) as locked:
        locked.deferred_until = until
        acknowledged(locked, by, RecipientStatus.DEFERRED)
        return say(locked, Kind.DEFERRAL, words, "request.deferred", by, until=until.isoformat())


def ask(recipient: RequestRecipient, words: ContributionDraft, *, by: Officer) -> Contribution:
    """Ask back; the reply clock stands still until the clarification. Twice at most."""
    demand(words)
    with recipient_steps.take("ask", recipient, by=by) as locked:
        if locked.pauses >= RequestRecipient.MOST_PAUSES:
            raise NotReady(_("You have asked twice already. Answer, refuse or defer the request."))
        acknowledged(locked, by, RecipientStatus.CLARIFICATION)
        deadlines.pause(locked)
        return say(locked, Kind.QUESTION, words, "request.clarification_asked", by)


def clarify(recipient: RequestRecipient, words: ContributionDraft, *, by: Officer) -> Contribution:
    """The requesting office's reply to a question; the clock runs on."""
    demand(words, evaluated=True)
    with recipient_steps.take("clarify", recipient, by=by) as locked:
        deadlines.resume(locked)
        locked.next_due = deadlines.next_due(locked, RecipientStatus.IN_PROGRESS)
        return say(locked, Kind.CLARIFICATION, words, "request.clarified", by)


def ask_again(
    recipient: RequestRecipient, words: ContributionDraft, *, by: Officer
) -> Contribution:
    """The requesting office asks further about an answer; a new reply clock starts."""
    demand(words)
    with acting.acting_as(by), _reopened(recipient, by) as locked:
        rule = deadlines.rule_for(locked.request)
        locked.reply_due = deadlines.counted(timezone.now(), rule)
        locked.answered_at = locked.refusal_ground = locked.closed_at = None
        locked.next_due = locked.reply_due
        return say(locked, Kind.FOLLOW_UP, words, "request.asked_again", by)


@contextmanager
def _reopened(recipient: RequestRecipient, by: Officer) -> Iterator[RequestRecipient]:
    """A closed request is under way again before its side is: the request is locked first."""
    closing.reopen(recipient.request, by=by)
    with recipient_steps.take("ask_again", recipient, by=by) as locked:
        yield locked


def confirm_destroyed(recipient: RequestRecipient, *, by: Officer) -> None:
    """Confirm that what was gathered for a recalled request is destroyed."""
    with recipient_steps.take("confirm_destroyed", recipient, by=by) as locked:
        locked.destroyed_at, locked.next_due = timezone.now(), None
        tell(locked, "request.destruction_confirmed", by)


def note(request: Request, text: str, *, by: Officer) -> InternalNote:
    """Keep a note for the own office; it is never sent."""
    if not text.strip():
        raise NotReady(_("Write the note first."), [("text", _("Write the note first."))])
    if not Request.objects.visible_to(by).filter(pk=request.pk).exists():
        raise NotPermitted(_("You may not write a note here."))
    with acting.acting_as(by):
        row = InternalNote.objects.create(
            request=request, office=by.office, text=text, written_by=by
        )
        events.record("request.note", by=by, subject=request, data={"note": str(row.pk)}, step=True)
    return row


def acknowledged(recipient: RequestRecipient, by: Officer, status: str) -> None:
    """Whatever an office does with a request acknowledges it; the running clock follows."""
    if recipient.acknowledged_at is None:
        recipient.acknowledged_at, recipient.acknowledged_by = timezone.now(), by
    recipient.next_due = deadlines.next_due(recipient, status)


def turned_down(
    recipient: RequestRecipient, by: Officer, ground: RefusalGround, contact: str
) -> None:
    """Write on the locked row what every refusal leaves there."""
    acknowledged(recipient, by, RecipientStatus.REFUSED)
    recipient.answered_at = timezone.now()
    recipient.refusal_ground, recipient.refusal_contact = ground, contact
