"""The change of a shift: the leaving duty officer writes, the next one takes over.

written ──acknowledge──▶ acknowledged
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.models import DutyShift, Officer, Role
from exchange.desk import board
from exchange.models import RequestRecipient, ShiftHandover
from kernel import acting, clock
from kernel.errors import NotPermitted, NotReady
from ledger import events
from ledger.lifecycle import Lifecycle, Step

WRITTEN, ACKNOWLEDGED = ShiftHandover.Status
# A shift is handed over a little before or after it changes.
HANDOVER_WINDOW = timedelta(hours=1)


class Item(NamedTuple):
    """A request that was open when the note was written: as it stood then, and as it is now."""

    recipient: RequestRecipient
    status: str
    due: datetime | None


def stands_duty(officer: Officer) -> bool:
    """A person who may answer requests, and is a duty officer or head, or on the roster now."""
    if not officer.is_human or not officer.may("answer_request", officer.office):
        return False
    if officer.has_role(Role.DUTY_OFFICER, Role.HEAD):
        return True
    now = clock.now()
    shifts = DutyShift.objects.filter(officer=officer, office=officer.office_id)
    return shifts.between(now - HANDOVER_WINDOW, now + HANDOVER_WINDOW).exists()


def takes_over(officer: Officer, note: ShiftHandover) -> bool:
    """The officer stands duty in the same office, did not write the note and is cleared for it."""
    return (
        officer.office_id == note.office_id
        and officer.pk != note.written_by_id
        and officer.is_cleared_for(note.classification)
        and stands_duty(officer)
    )


handover_steps = Lifecycle(
    acknowledge=Step({WRITTEN}, ACKNOWLEDGED, takes_over, gettext_lazy("take over")),
)


def write(text: str, *, by: Officer, classification: int) -> ShiftHandover:
    """Leave a note with what is open now. Raises NotPermitted, or NotReady without words."""
    if not stands_duty(by):
        raise NotPermitted(_("Only who stands duty hands a shift over."))
    if not text.strip():
        words = _("Write what the next officer has to know.")
        raise NotReady(words, [("text", words)])
    if classification > by.clearance:
        words = _("You are not cleared for this level.")
        raise NotReady(words, [("classification", words)])
    with acting.acting_as(by):
        open_now = board.read(by, board.Facets(shown=board.MAX_ROWS_SHOWN))
        row = ShiftHandover(
            office=by.office,
            text=text,
            classification=classification,
            items=[_kept(recipient) for recipient in open_now.rows],
            written_by=by,
            written_at=open_now.now,
        )
        row.full_clean()
        row.save(force_insert=True)
        told = {"open": open_now.figures["total"], "level": classification}
        events.record("shifthandover.write", by=by, subject=row, data=told, step=True)
    return row


def acknowledge(note: ShiftHandover, *, by: Officer) -> None:
    """Take over: from now on the desk is the reader's."""
    with handover_steps.take("acknowledge", note, by=by) as locked:
        locked.acknowledged_by, locked.acknowledged_at = by, clock.now()


def waiting(officer: Officer) -> ShiftHandover | None:
    """The latest note of the office that nobody has taken over, where this officer could."""
    rows = (
        ShiftHandover.objects.visible_to(officer)
        .filter(status=WRITTEN)
        .exclude(written_by=officer.pk)
    )
    note = rows.select_related("written_by").order_by("-written_at").first()
    return note if note and takes_over(officer, note) else None


def items(officer: Officer, note: ShiftHandover) -> list[Item]:
    """Items that were open, as far as the reader may see them."""
    recipients = RequestRecipient.objects.to_us(officer).filter(
        pk__in=[i["recipient"] for i in note.items]
    )
    found = {str(row.pk): row for row in recipients.select_related("request__type", "office")}
    return [
        Item(
            found[kept["recipient"]],
            str(RequestRecipient.Status(kept["status"]).label),
            datetime.fromisoformat(kept["due"]) if kept["due"] else None,
        )
        for kept in note.items
        if kept["recipient"] in found
    ]


def _kept(recipient: RequestRecipient) -> dict[str, Any]:
    due = recipient.next_due.isoformat() if recipient.next_due else None
    return {"recipient": str(recipient.pk), "status": recipient.status, "due": due}
