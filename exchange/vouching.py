"""Whose signature stands under a message, in a line for people; its proof is one link away."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.models import Contribution
from ledger.models import Message


class Vouched(NamedTuple):
    words: str
    href: str


def of(message: Message) -> Vouched | None:
    """The line under a message; None for what was sent before messages were signed."""
    signature = message.signature
    if not signature:
        return None
    words = (
        _("Signed by the own system of %(office)s")
        if signature["held_by"] == "OFFICE"
        else _("Signed for %(office)s with the key held by this system")
    )
    page = reverse("exchange:proof", args=[message.data["reference"], message.pk])
    return Vouched(words % {"office": message.sender}, page)


def mark(said: Iterable[Contribution]) -> None:
    """Put its line on each contribution, as `vouched`; asks once."""
    rows: list[Any] = list(said)
    messages = Message.objects.select_related("sender").in_bulk([row.message_id for row in rows])
    for row in rows:
        message = messages.get(row.message_id)
        row.vouched = of(message) if message else None
