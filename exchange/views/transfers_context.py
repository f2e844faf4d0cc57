"""Transfers as the page of a request shows them, to the office whose work it is."""

from typing import Any

from django.utils.translation import gettext_lazy

from central_offices.models import Officer
from exchange import transfer_lifecycle
from exchange.conversation import transfers
from exchange.delivery import timeline
from exchange.delivery.timeline import Moment
from exchange.models import RequestRecipient, Transfer

ACCEPT, ADVISE = gettext_lazy("Accept"), gettext_lazy("Give advice")
GIVE, DECLINE = gettext_lazy("Give it"), gettext_lazy("Decline")
WITHDRAW, REVOKE = gettext_lazy("Withdraw"), gettext_lazy("Revoke")


def put_on(officer: Officer, recipient: RequestRecipient | None) -> None:
    """Put what the officer may begin, what was begun, and when, on his office's own side."""
    row: Any = recipient
    if row is None:
        return
    row.transfer_steps = transfer_lifecycle.new_transfer_steps.open_to(officer, row)
    row.passed = transfers_of(officer, row)
    row.track["moments"] = timeline.newest([*row.track["moments"], *moments(row.passed)])


def transfers_of(officer: Officer, recipient: RequestRecipient) -> list[Any]:
    """The transfers of this work, the newest first, each with the buttons open to the officer."""
    rows = Transfer.objects.visible_to(officer).filter(recipient=recipient)
    rows = rows.select_related("made_by", "to", "recipient__request", "recipient__office")
    found: list[Any] = list(rows)
    for row in found:
        row.buttons = [
            (step, label(row, step), needs_words(row, step))
            for step in transfer_lifecycle.transfer_steps.open_to(officer, row)
        ]
    return found


def moments(rows: list[Any]) -> list[Moment]:
    """Their moments on the own office's timeline; no other office's has them."""
    found: list[Moment] = []
    for row in rows:
        names = {"by": row.made_by, "to": row.to}
        found.append(Moment(row.made_at, transfers.BEGUN[row.kind] % names))
        if row.decided_at:
            found.append(Moment(row.decided_at, f"{row}: {row.get_status_display()}"))
    return found


def needs_words(row: Transfer, step: str) -> bool:
    """Whether it takes words: a reason, or the advice."""
    return step == "decline" or (step == "accept" and row.kind == Transfer.Kind.ADVICE)


def label(row: Transfer, step: str) -> str:
    """The words of the button."""
    if step == "accept":
        return str({"TRANSFER": ACCEPT, "CALL": GIVE, "ADVICE": ADVISE}[row.kind])
    if step == "decline":
        return str(DECLINE)
    return str(REVOKE if row.kind == Transfer.Kind.ADVICE else WITHDRAW)
