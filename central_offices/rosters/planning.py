"""The roster of a duty desk: planned by the head, with its gaps and overlaps in plain sight."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.models import CentralOffice, DutyShift, Officer, rights
from kernel import acting, clock
from kernel.errors import NotPermitted, NotReady, Stale, WrongState
from kernel.values import sorting
from ledger import events

MOST_DAYS = 31
FIELDS = ("officer", "starts_at", "ends_at", "phone", "languages")


@dataclass(frozen=True)
class Stretch:
    """A stretch of time, and how many are on duty in it."""

    start: datetime
    end: datetime
    count: int


def plans(officer: Officer, office: CentralOffice) -> bool:
    """Whether the officer plans the roster of this office: its head does."""
    return officer.office_id == office.pk and officer.may("manage_office", office)


def candidates(office: CentralOffice) -> Any:
    """Officers who can stand duty: the office's people who may answer requests."""
    answering = [role for role, gives in rights.GIVES.items() if "answer_request" in gives]
    return (
        roles.with_role(office, *answering)
        .filter(kind=Officer.Kind.HUMAN)
        .order_by(sorting.of("name"))
    )


def plan(
    office: CentralOffice,
    *,
    by: Officer,
    officer: Officer,
    times: Sequence[tuple[datetime, datetime]],
    phone: str,
    languages: Sequence[str] = (),
) -> list[DutyShift]:
    """Put an officer on the roster, once or on several days, all or none.

    Raises NotPermitted, or NotReady where the officer cannot stand duty then.
    """
    with acting.acting_as(by):
        _demand_planner(by, office)
        rows = []
        for starts_at, ends_at in times:
            row = DutyShift(
                office=office,
                officer=officer,
                starts_at=starts_at,
                ends_at=ends_at,
                phone=phone,
                languages=list(languages),
                planned_by=by,
            )
            _write(row, new=True)
            events.record("duty.plan", by=by, subject=row, data=_told(row), step=True)
            rows.append(row)
    return rows


def change(shift: DutyShift, *, by: Officer, version: int, **values: Any) -> None:
    """Change a shift that has not ended. Raises Stale where somebody else did meanwhile."""
    with acting.acting_as(by):
        locked = _locked(shift, by)
        if locked.version != version:
            raise Stale(_("Somebody changed this shift while you were working on it."), locked)
        if set(values) - set(FIELDS):
            raise NotPermitted(_("You may not change this in the roster."))
        for name, value in values.items():
            setattr(locked, name, value)
        _write(locked)
        events.record("duty.change", by=by, subject=locked, data=_told(locked), step=True)
    shift.refresh_from_db()


def cancel(shift: DutyShift, *, by: Officer) -> None:
    """Take a shift off the roster; the row is kept."""
    with acting.acting_as(by):
        locked = _locked(shift, by)
        locked.cancelled_at = clock.now()
        locked.version += 1
        locked.save()
        events.record("duty.cancel", by=by, subject=locked, data=_told(locked), step=True)
    shift.refresh_from_db()


def on_duty(viewer: Any, office: CentralOffice, now: datetime | None = None) -> list[DutyShift]:
    """Shifts of now, as far as the viewer may know them; the one that lasts longest last."""
    rows = DutyShift.objects.visible_to(viewer).filter(office=office).at(now or clock.now())
    return list(rows.select_related("officer").order_by("ends_at"))


def following(viewer: Any, office: CentralOffice, now: datetime | None = None) -> DutyShift | None:
    """The shift that begins next."""
    rows = DutyShift.objects.visible_to(viewer).filter(office=office, cancelled_at=None)
    rows = rows.filter(starts_at__gt=now or clock.now()).select_related("officer")
    return rows.order_by("starts_at").first()


def same_hours(
    first: date, begins: time, ends: time, days: int, zone: str
) -> list[tuple[datetime, datetime]]:
    """The same hours on so many days, as the office's clocks show them; over midnight if need be.

    A shift keeps its hours on the clock when the clocks change, not its length. An hour that the
    clocks show twice begins at its first and ends at its second time, so that nobody is missing.
    Raises NotReady for an hour that they leave out.
    """
    known = ZoneInfo(zone)
    found = []
    for number in range(days):
        day = first + timedelta(days=number)
        last = day if ends > begins else day + timedelta(days=1)
        start, end = _moment("begins", day, begins, known), _moment("ends", last, ends, known)
        found.append((start, end.replace(fold=1)))
    return found


def stretches(
    shifts: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime
) -> list[Stretch]:
    """From `start` to `end`, how many are on duty when; neighbours with one count are one."""
    spans = [(max(a, start), min(b, end)) for a, b in shifts if a < end and b > start]
    edges = sorted({start, end, *(moment for span in spans for moment in span)})
    found: list[Stretch] = []
    for a, b in zip(edges, edges[1:], strict=False):
        count = sum(span[0] <= a and b <= span[1] for span in spans)
        if found and found[-1].count == count:
            found[-1] = Stretch(found[-1].start, b, count)
        else:
            found.append(Stretch(a, b, count))
    return found


def gaps(
    shifts: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime
) -> Iterator[Stretch]:
    """When nobody is on duty."""
    return (one for one in stretches(shifts, start, end) if one.count == 0)


def shown_twice(times: Sequence[tuple[datetime, datetime]]) -> bool:
    """Whether a shift begins or ends at an hour that the clocks show twice that night."""
    moments = [moment for both in times for moment in both]
    return any(
        one.replace(fold=0).utcoffset() != one.replace(fold=1).utcoffset() for one in moments
    )


def _moment(field: str, day: date, at: time, zone: ZoneInfo) -> datetime:
    moment = datetime.combine(day, at, zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
        words = _(
            "On %(day)s the clocks go forward and leave out %(time)s. Choose another time, or plan "
            "that night alone."
        ) % {"day": day.isoformat(), "time": at.strftime("%H:%M")}
        raise NotReady(words, [(field, words)])
    return moment


def _demand_planner(by: Officer, office: CentralOffice) -> None:
    if not plans(by, office):
        raise NotPermitted(_("Only the head of the office plans its roster."))


def _locked(shift: DutyShift, by: Officer) -> DutyShift:
    locked = DutyShift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    _demand_planner(by, locked.office)
    if locked.cancelled_at:
        raise WrongState(_("This shift was cancelled already."))
    if locked.ends_at <= clock.now():
        raise WrongState(_("This shift is over: the roster keeps it as it was."))
    return locked


def _write(row: DutyShift, *, new: bool = False) -> None:
    """Save it if it makes sense; the database refuses one officer at two desks at once."""
    _demand_sense(row, new)
    try:
        with acting.acting_as(acting.current().actor):
            row.version += 0 if new else 1
            row.full_clean(validate_constraints=False)
            row.save(force_insert=new)
    except IntegrityError:
        words = _("%(officer)s is on the roster at that time already.") % {"officer": row.officer}
        raise NotReady(words, [("officer", words)]) from None


def _demand_sense(row: DutyShift, new: bool) -> None:
    if not candidates(row.office).filter(pk=row.officer_id).exists():
        words = _("%(officer)s cannot answer requests here.") % {"officer": row.officer}
        raise NotReady(words, [("officer", words)])
    if row.ends_at <= row.starts_at:
        raise NotReady(_("A shift ends after it begins."), [("ends", "")])
    if new and row.ends_at <= clock.now():
        words = _("This time is over. Plan what is to come.")
        raise NotReady(words, [("day", words)])


def _told(row: DutyShift) -> dict[str, Any]:
    return {
        "officer": row.officer_id,
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
    }
