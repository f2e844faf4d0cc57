"""Transfers of work within an office: offered, asked for, or a colleague asked for advice.

Whoever holds a request keeps it until a colleague accepts. The request's row is locked before
its transfers, here and wherever work changes hands or ends.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.models import Officer
from exchange.conversation import answering
from exchange.models import RequestRecipient, Transfer
from exchange.transfer_lifecycle import (
    ASKED,
    OFFERED,
    TransferKind,
    fits,
    new_transfer_steps,
    transfer_steps,
)
from kernel import acting
from kernel.errors import NotReady
from ledger import events

BEGUN = {
    TransferKind.TRANSFER: gettext_lazy("%(by)s offered it to %(to)s"),
    TransferKind.CALL: gettext_lazy("%(by)s asked %(to)s for it"),
    TransferKind.ADVICE: gettext_lazy("%(by)s asked %(to)s for advice"),
}
WAITS = {
    TransferKind.TRANSFER: gettext_lazy("%(by)s offers you %(reference)s"),
    TransferKind.CALL: gettext_lazy("%(by)s asks you for %(reference)s"),
    TransferKind.ADVICE: gettext_lazy("%(by)s asks for your advice on %(reference)s"),
}


def waits(row: Transfer) -> str:
    """The sentence about a transfer that waits for the colleague."""
    names = {"by": row.made_by, "reference": row.recipient.request.reference}
    return str(WAITS[Transfer.Kind(row.kind)] % names)


def offer(recipient: RequestRecipient, *, by: Officer, to: Officer, note: str) -> Transfer:
    """Offer what one holds to a colleague, who accepts or declines."""
    return _begin("offer", TransferKind.TRANSFER, recipient, by, to, note)


def call(recipient: RequestRecipient, *, by: Officer, note: str) -> Transfer:
    """Ask the colleague who holds it to give it away."""
    return _begin("call", TransferKind.CALL, recipient, by, None, note)


def consult(recipient: RequestRecipient, *, by: Officer, to: Officer, note: str) -> Transfer:
    """Ask a colleague to read it and to advise; it stays where it is."""
    return _begin("consult", TransferKind.ADVICE, recipient, by, to, note)


def accept(row: Transfer, *, by: Officer, reply: str = "") -> None:
    """Take what was offered, give what was asked for, or advise (with words, then).

    Raises NotPermitted, WrongState once it is over, or NotReady without advice.
    """
    if row.kind == TransferKind.ADVICE and not reply.strip():
        raise NotReady(_("Write your advice."), [("reply", _("Write your advice."))])
    with acting.acting_as(by):
        recipient = _locked(row.recipient)
        _decide("accept", row, by, reply)
        if row.kind != TransferKind.ADVICE:
            to = by if row.kind == TransferKind.TRANSFER else row.made_by
            answering.assign(recipient, by=by, to=to)


def decline(row: Transfer, *, by: Officer, reply: str) -> None:
    """Say no, and why."""
    if not reply.strip():
        raise NotReady(_("Say why you decline."), [("reply", _("Say why."))])
    _decide("decline", row, by, reply)


def withdraw(row: Transfer, *, by: Officer) -> None:
    """Take back an offer or a question that nobody has decided."""
    _decide("withdraw", row, by, "")


def _decide(step: str, row: Transfer, by: Officer, reply: str) -> None:
    with transfer_steps.take(
        step, row, by=by, detail={"reply": reply} if reply else None
    ) as locked:
        locked.reply, locked.decided_at = reply, timezone.now()


def _begin(
    step: str, kind: str, recipient: RequestRecipient, by: Officer, to: Officer | None, note: str
) -> Transfer:
    if not note.strip():
        sentence = _("Write a note, so that your colleague knows what it is about.")
        raise NotReady(sentence, [("note", sentence)])
    with acting.acting_as(by):
        locked = _locked(recipient)
        new_transfer_steps.demand(step, locked, by=by)
        colleague = to or locked.assigned_to
        status = OFFERED if kind == TransferKind.TRANSFER else ASKED
        row = Transfer(
            recipient=locked, kind=kind, status=status, note=note, made_by=by, to=colleague
        )
        _demand(row)
        row.full_clean()
        row.save(force_insert=True)
        events.record(
            f"transfer.{step}",
            by=by,
            subject=row,
            after=status,
            data={"recipient": str(locked.pk), "to": row.to_id},
            detail={"note": note},
            step=True,
        )
    return row


def _locked(recipient: RequestRecipient) -> RequestRecipient:
    rows = RequestRecipient._base_manager.select_for_update(of=("self",))
    with acting.by_a_rule("whose work it is"):  # who does not see it is refused the step
        return rows.select_related("request__type", "office").get(pk=recipient.pk)


def _demand(row: Transfer) -> None:
    """Raise NotReady for a colleague who cannot take it, and for what was begun already."""
    if row.to_id == row.made_by_id or not fits(row.to, row.recipient, row.kind):
        sentence = _("Choose a colleague of your office who may work on this request.")
        raise NotReady(sentence, [("to", sentence)])
    there = Transfer.objects.undecided().filter(recipient=row.recipient, kind=row.kind)
    if row.kind != TransferKind.TRANSFER:
        there = there.filter(made_by=row.made_by_id, to=row.to_id)
    if found := there.select_related("to").first():
        sentence = _("%(officer)s has not decided yet. Withdraw that first.")
        raise NotReady(sentence % {"officer": found.to})
