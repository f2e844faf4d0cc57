"""Steps from the duty board: by one key, or by a plain button."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from central_offices.models import Officer
from exchange import transfer_lifecycle
from exchange.clocks import deadlines, escalation
from exchange.conversation import answering
from exchange.lifecycle import answers, recipient_steps
from exchange.models import Level, RecipientStatus, RequestRecipient


class Button(NamedTuple):
    """A step as the board offers it: the verb, its key, its label, and what is said when done."""

    verb: Callable[..., Any]
    step: str
    key: str
    label: Any
    done: Any


def put_back(recipient: RequestRecipient, *, by: Officer) -> None:
    """Give up what one had taken: nobody's again, acknowledged as before; the clock runs on."""
    with recipient_steps.take("put_back", recipient, by=by) as locked:
        locked.assigned_to = None
        transfer_lifecycle.lapse([locked], *transfer_lifecycle.HANDING_OVER)
        locked.next_due = deadlines.next_due(locked, RecipientStatus.ACKNOWLEDGED)


BUTTONS = {
    "acknowledge": Button(
        answering.acknowledge, "acknowledge", "a", _("Acknowledge"), _("Acknowledged.")
    ),
    "take": Button(answering.assign, "assign", "t", _("Take"), _("It is yours now.")),
    "put-back": Button(put_back, "put_back", "u", _("Put back"), _("It is nobody's again.")),
    "escalate": Button(
        escalation.raise_by_hand, "", "s", _("Escalate"), _("The next level was told.")
    ),
}
STEPS = [button.step for button in BUTTONS.values() if button.step]
LADDER = {Level.HEAD, Level.SECRETARIAT}


def offered(officer: Officer, row: RequestRecipient) -> list[tuple[str, Button]]:
    """The buttons of a row: only what the law allows, and what makes sense for this officer."""
    open_now = set(recipient_steps.open_to(officer, row, *STEPS))
    if row.next_due and answers(officer, row) and told(row) < LADDER:
        open_now.add("")  # an escalation is no step: the state stays
    return [
        (name, button)
        for name, button in BUTTONS.items()
        if button.step in open_now and _sensible(name, officer, row)
    ]


def told(row: RequestRecipient) -> set[int]:
    """The levels that were told of the clock which runs now: read from `row.escalations`."""
    return {one.level for one in row.escalations.all() if one.due == row.next_due} & LADDER


def told_words(row: RequestRecipient) -> str:
    return " · ".join(str(Level(level).label) for level in sorted(told(row)))


def _sensible(name: str, officer: Officer, row: RequestRecipient) -> bool:
    if name == "take":
        return row.assigned_to_id is None
    return name != "put-back" or row.assigned_to_id == officer.pk
