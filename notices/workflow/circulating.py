"""Circulation of notices : publication, suspension, withdrawaland recall.

What is published reaches every office that can be written to, without those left out by the owner.
What ends is recalled from everyone who has, or may have, received it; in the same transaction its
papers are void, its public extract is gone, and its names are no longer found.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.search import name_keys
from central_offices.models import CentralOffice, Officer
from kernel import acting
from kernel.counters import next_number
from kernel.errors import NotReady
from ledger.delivery import outbox, receipts
from ledger.models import Delivery
from notices.conditions import judging
from notices.lifecycle import notice_steps
from notices.models import Circulation, Colour, Notice, frozen_version
from notices.models.refusal_reasons import CancelReason
from notices.papers import printing
from notices.payload import freeze, public_extract
from notices.refusals import keeping
from notices.who_acts import on_duty, owner_or_agency
from notices.workflow import protection, visibility

MAX_VALIDITY = timedelta(days=5 * 365)  # RPD art. 49: five years at most
DEFAULT_VALIDITY = timedelta(days=365)
MAX_SUSPENSION = timedelta(days=183)  # RPD art. 81: six months
MAX_SUSPENSION_ON_DUTY = timedelta(days=7)  # until a head has looked at it


def publish(notice: Notice, *, by: Officer, valid_until: date | None = None) -> None:
    """Give the locked notice its reference and term, and send it out. Called by a review's step."""
    now = timezone.now()
    frozen = frozen_version(notice)
    until = valid_until or notice.valid_until or (now + DEFAULT_VALIDITY).date()
    if not now.date() < until <= (now + MAX_VALIDITY).date():
        raise NotReady(_("A notice is valid for five years at most, and not into the past."))
    notice.reference = notice.reference or f"{now.year}/{next_number(f'notice/{now.year}')}"
    notice.published_at, notice.published_by = now, by
    notice.valid_until = until
    if notice.colour != Colour.UN and judging.stands_against(notice):
        raise NotReady(_("The Commission objects to this notice. Refuse it."))
    protection.leave_out(notice)
    notice.seen_by = visibility.offices_of(notice)
    name_keys.write_notice(
        notice.pk,
        freeze.names_of(frozen.payload),
        numbers=freeze.numbers_of(frozen.payload),
        owner_office_id=notice.owner_office_id,
        seen_by=notice.seen_by,
        level=notice.classification,
    )
    public_extract.publish(notice, frozen)
    _post("notice.published", notice, by, _told(notice, by), **_whole(notice))
    printing.for_owner(notice)


def suspend(notice: Notice, *, by: Officer, reason: str, until: date) -> None:
    """Tell everybody not to act on it for a while, six months at most (RPD art. 81).

    Owner and Secretariat suspend independently, each on its own ground, and each lifts its own:
    the notice holds again when neither does.
    """
    if not reason.strip():
        raise NotReady(_("Say why the notice is suspended."))
    _demand_days(notice, by, until)
    name = "suspend_too" if notice.status == Notice.Status.SUSPENDED else "suspend"
    with notice_steps.take(
        name, notice, by=by, until=until.isoformat(), detail={"reason": reason}
    ) as row:
        _suspend_own(row, by, until)
        row.updated_at = timezone.now()
        public_extract.remove(row)
        printing.void(row)
        _tell_suspended(row, by)


def _demand_days(notice: Notice, by: Officer, until: date) -> None:
    """Raise NotReady unless a suspension of the officer may last until that day."""
    now = timezone.now()
    if not now.date() < until <= (now + MAX_SUSPENSION).date():
        raise NotReady(_("A suspension ends within six months. Choose an earlier day."))
    short = on_duty(by, notice) and not owner_or_agency(by, notice)
    if short and until > (now + MAX_SUSPENSION_ON_DUTY).date():
        raise NotReady(
            _("A duty officer suspends for seven days at most; a head of the office for longer.")
        )


def _suspend_own(row: Notice, by: Officer, until: date | None) -> None:
    """Set the day of the officer's own side, and leave the other side's alone."""
    if by.office_id == row.owner_office_id:
        row.owner_suspends_until = until
    else:
        row.secretariat_suspends_until = until


def _tell_suspended(row: Notice, by: Officer) -> None:
    assert row.suspended_until is not None
    until = row.suspended_until.isoformat()
    _post("notice.suspended", row, by, _told(row, by), urgent=True, until=until)


def lift(notice: Notice, *, by: Officer) -> None:
    """End the suspension of the officer's side.

    The notice holds again as it was, unless the other side suspends it too: then all are told
    until when.
    """
    with acting.acting_as(by):
        rows = Notice._base_manager.select_for_update(of=("self",))
        now = rows.filter(pk=notice.pk).first()  # the step refuses whoever doesn't see it
        (lift_one if now and now.both_suspend else resume)(notice, by=by)


def lift_one(notice: Notice, *, by: Officer) -> None:
    """End the suspension of the officer's side, while the other side's remains."""
    with notice_steps.take("lift_one", notice, by=by) as row:
        _suspend_own(row, by, None)
        row.updated_at = timezone.now()
        _tell_suspended(row, by)


def resume(notice: Notice, *, by: Officer) -> None:
    """Lift the last suspension: the notice holds again as it was."""
    with notice_steps.take("resume", notice, by=by) as row:
        if row.is_over:
            raise NotReady(_("The notice has meanwhile run out and cannot be taken up again."))
        _suspend_own(row, by, None)
        row.updated_at = timezone.now()
        public_extract.publish(row, frozen_version(row))
        _post("notice.resumed", row, by, _told(row, by))


def end_suspensions(notice: Notice, *, by: Officer) -> None:
    """End the suspensions that are past their day, as all were told; `by` is the system.

    After the last one the notice holds again. One that the Commission objects to stays suspended.
    """
    today = timezone.now().date()
    step = "take_up" if max(notice.suspended_days) < today else "end_suspension"
    if step == "take_up" and notice.colour != Colour.UN and judging.stands_against(notice):
        return
    with notice_steps.take(step, notice, by=by) as row:
        for side in ("owner_suspends_until", "secretariat_suspends_until"):
            if (day := getattr(row, side)) and day < today:
                setattr(row, side, None)
        row.updated_at = timezone.now()
        if step == "end_suspension":
            _tell_suspended(row, by)
            return
        public_extract.publish(row, frozen_version(row))
        _post("notice.resumed", row, by, _told(row, by))


def withdraw(notice: Notice, *, by: Officer, reason: str = "", code: str = "") -> None:
    """The owner takes its notice back: recalled everywhere, at once (RPD art. 81)."""
    code = code or CancelReason.WITHDRAWN_BY_OWNER
    with notice_steps.take(
        "withdraw", notice, by=by, reason=code, detail={"reason": reason}
    ) as row:
        _end(row, code, by, "notice.recalled")


def withdraw_by_system(notice: Notice, *, by: Officer) -> None:
    """Withdraw it as its owner would; `by` is the system of the owner's office (`claims`)."""
    code = CancelReason.WITHDRAWN_BY_OWNER
    with notice_steps.take("withdraw_by_system", notice, by=by, reason=code.value) as row:
        _end(row, code, by, "notice.recalled")


def cancel(notice: Notice, *, by: Officer, code: str, reason: str) -> None:
    """The Secretariat ends a notice: conditions no longer met, purpose achieved (RPD art. 81)."""
    if code not in CancelReason.values or not reason.strip():
        raise NotReady(_("Choose why it is cancelled, and explain it to the office."))
    with notice_steps.take("cancel", notice, by=by, reason=code, detail={"reason": reason}) as row:
        recalled = row.status == Notice.Status.WITHDRAWN
        _end(row, code, by, "notice.recalled", recall=not recalled)
        keeping.keep_cancelled(row, code, by=by)
        tell_owner("notice.cancelled", row, reasons=[code], explanation=reason)


def expire(notice: Notice, *, by: Officer) -> None:
    """End a notice whose term is over; `by` is the system."""
    with notice_steps.take("expire", notice, by=by, reason=CancelReason.EXPIRED.value) as row:
        if not row.is_over:
            raise NotReady(_("The notice is still valid."))
        _end(row, CancelReason.EXPIRED, by, "notice.recalled")


def settle(notice: Notice, *, by: Officer) -> None:
    """Close a withdrawal once the recall has reached every office; `by` is the system."""
    with notice_steps.take("settle", notice, by=by) as row:
        row.updated_at = timezone.now()


def end(notice: Notice) -> None:
    """Take from an ended notice its valid papers, public extract and names that are found."""
    printing.void(notice)
    public_extract.remove(notice)
    name_keys.write_notice(
        notice.pk, [], owner_office_id=notice.owner_office_id, seen_by=[], level=0
    )


def tell_owner(type: str, notice: Notice, *, items: Any = (), **data: Any) -> None:
    """Tell the owner what the Secretariat decided; items are those of the check-list to answer."""
    told = [{"condition": item.condition.code, "comment": item.comment} for item in items]
    outbox.post(
        type,
        thread=notice.pk,
        sender=CentralOffice.objects.secretariat(),
        to=[notice.owner_office],
        classification=notice.classification,
        handling_codes=notice.handling_codes,
        data={"notice": str(notice.pk), **data, **({"items": told} if told else {})},
    )


def _end(notice: Notice, code: str, by: Officer, type: str, *, recall: bool = True) -> None:
    notice.ended_at = notice.updated_at = timezone.now()
    notice.end_reason = code
    notice.owner_suspends_until = notice.secretariat_suspends_until = None
    end(notice)
    if recall:
        offices = list(_told(notice, by))
        spared = outbox.take_back(notice.pk, offices)
        reached = [office for office in offices if office.pk not in spared]
        _post(type, notice, by, reached, urgent=True, reason=str(code))


def _told(notice: Notice, by: Officer) -> QuerySet[CentralOffice]:
    """Everybody the notice is for, without whoever sends the message."""
    return visibility.reached(notice).exclude(pk=by.office_id)


def _post(
    type: str, notice: Notice, by: Officer, to: Any, urgent: bool = False, **data: Any
) -> None:
    outbox.post(
        type,
        thread=notice.pk,
        sender=by.office,
        to=to,
        urgent=urgent,
        classification=notice.classification,
        handling_codes=notice.handling_codes,
        data={"notice": str(notice.pk), "reference": notice.reference, **data},
    )


def _whole(notice: Notice) -> dict[str, Any]:
    frozen = notice.current_version
    assert frozen is not None and notice.valid_until is not None
    return {
        "colour": notice.colour,
        "version": frozen.n,
        "sha256": frozen.sha256,
        "valid_until": notice.valid_until.isoformat(),
        "copy": freeze.for_others(frozen.payload),
    }


def _arrived(delivery: Delivery) -> None:
    """A published notice was stored at an office: it is circulated there from now on."""
    office = delivery.destination.office_id
    owner = Notice.objects.values_list("owner_office", flat=True).get(pk=delivery.thread)
    if office != owner:
        Circulation.objects.get_or_create(notice_id=delivery.thread, office_id=office)


def _recalled(delivery: Delivery) -> None:
    """A recall was stored at an office that the notice had, or may have, reached."""
    Circulation.objects.update_or_create(
        notice_id=delivery.thread,
        office_id=delivery.destination.office_id,
        defaults={"recalled_at": timezone.now()},
    )


def register() -> None:
    """Say what the arrival of our messages does."""
    receipts.on_arrival("notice.published", _arrived)
    receipts.on_arrival("notice.recalled", _recalled)
