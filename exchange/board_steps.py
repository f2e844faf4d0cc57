"""What can be done with a request from the duty board: by one key, or by a plain button."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from central_offices.models import Officer
from exchange import answering, clocks
from exchange.lifecycle import S, desk
from exchange.models import RequestRecipient


class Button(NamedTuple):
    """A step as the board offers it: the verb, its key, its label, and what is said when done."""

    verb: Callable[..., Any]
    step: str
    key: str
    label: Any
    done: Any


def put_back(recipient: RequestRecipient, *, by: Officer) -> None:
    """Give up what one had taken: nobody's again, acknowledged as before; the clock runs on."""
    with desk.take("put_back", recipient, by=by) as locked:
        locked.assigned_to = None
        locked.next_due = clocks.next_due(locked, S.ACKNOWLEDGED)


BUTTONS = {
    "acknowledge": Button(
        answering.acknowledge, "acknowledge", "a", _("Acknowledge"), _("Acknowledged.")
    ),
    "take": Button(answering.assign, "assign", "t", _("Take"), _("It is yours now.")),
    "put-back": Button(put_back, "put_back", "u", _("Put back"), _("It is nobody's again.")),
}


def offered(officer: Any, row: RequestRecipient) -> list[tuple[str, Button]]:
    """The buttons of a row: only what the law allows, and what makes sense for this officer."""
    open_now = desk.open_to(officer, row)
    return [
        (name, button)
        for name, button in BUTTONS.items()
        if button.step in open_now and _sensible(name, officer, row)
    ]


def _sensible(name: str, officer: Any, row: RequestRecipient) -> bool:
    if name == "take":
        return row.assigned_to_id is None
    return name != "put-back" or row.assigned_to_id == officer.pk
