"""Whose signature stands under a message, in a line for people; its proof is one link away."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from central_offices.models import OfficeKey
from exchange.models import Contribution
from kernel import acting
from ledger.models import Message


class Vouched(NamedTuple):
    words: str
    href: str


Doubts = dict[str, datetime | None]


def doubts(messages: Iterable[Message]) -> Doubts:
    """The keys under these messages that somebody else may have had, and since when."""
    kids = {message.signature["kid"] for message in messages if message.signature}
    rows = OfficeKey.objects.filter(kid__in=kids, revoked_reason=OfficeKey.Reason.COMPROMISED)
    return dict(rows.values_list("kid", "compromised_from"))


def line_of(message: Message, stored_at: datetime | None, known: Doubts) -> Vouched | None:
    """The line under a message; None for what was sent before messages were signed."""
    signature = message.signature
    if not signature:
        return None
    words = (
        _("Signed by the own system of %(office)s")
        if signature["held_by"] == "OFFICE"
        else _("Signed for %(office)s with the key held by this system")
    )
    if signature["kid"] in known:
        words = f"{words}. {_counts(stored_at, known[signature['kid']])}"
    page = reverse("exchange:proof", args=[message.data["reference"], message.pk])
    return Vouched(words % {"office": message.sender}, page)


def _counts(stored_at: datetime | None, since: datetime | None) -> str:
    """The sentence on a receipt's time where somebody else may have had the key."""
    if since and stored_at and stored_at < since:
        return _("Somebody else may have the key now; this was stored before, and counts.")
    return _("Somebody else may have had the key: the signature does not count.")


def mark(said: Iterable[Contribution]) -> None:
    """Put its line on each contribution, as `vouched`."""
    rows: list[Any] = list(said)
    with acting.by_a_rule("whose signature stands under a message"):
        messages = Message.objects.select_related("sender").in_bulk(
            [row.message_id for row in rows]
        )
    known = doubts(messages.values())
    for row in rows:
        message = messages.get(row.message_id)
        row.vouched = line_of(message, row.arrived_at, known) if message else None
