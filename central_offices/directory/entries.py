"""An office's entry in the directory, and whether messages flow to it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.models import AccessChange, CentralOffice, Officer
from central_offices.two_persons import changes, telling
from kernel import acting
from kernel.errors import NotPermitted, Stale, WrongState
from ledger import events
from ledger.models import Destination

# What an office says about itself; the rest is the Secretariat's to write.
OWN = ("contact_point", "emergency_phone", "hours", "languages")
AGENCY = ("red_notice_effect",)
# Others rely on it in a night without network, or arrest somebody by it: two persons decide.
BY_TWO = ("contact_point", "emergency_phone", "red_notice_effect")


def writable(by: Officer, office: CentralOffice) -> tuple[str, ...]:
    """The fields that `by` may write: all for an administrator, its own for the head."""
    if by.administers:
        return OWN + AGENCY
    return OWN if by.may("manage_office", office) else ()


def change(
    office: CentralOffice, *, by: Officer, version: int, **values: Any
) -> AccessChange | None:
    """Write fields of the directory entry, and propose what two persons decide (BY_TWO).

    Returns what waits for a second person, or None. Raises NotPermitted, Stale with the other
    version, or what `two_persons.changes.propose` raises.
    """
    with acting.acting_as(by):
        locked = CentralOffice.objects.select_for_update().get(pk=office.pk)
        if not values or not set(values) <= set(writable(by, locked)):
            raise NotPermitted(_("You may not change this in the directory."))
        if locked.version != version:
            raise Stale(_("Somebody changed this office while you were writing."), theirs=locked)
        proposed = {
            name: values.pop(name)
            for name in BY_TWO
            if name in values and values[name] != getattr(locked, name)
        }
        _write(locked, values, by=by)
        made = changes.propose("ENTRY", locked, by=by, **proposed) if proposed else None
    office.refresh_from_db()
    return made


def _write(locked: CentralOffice, values: dict[str, Any], *, by: Officer) -> None:
    before = {name: getattr(locked, name) for name in values}
    changed = sorted(name for name, value in values.items() if before[name] != value)
    if not changed:
        return
    for name, value in values.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.full_clean()
    locked.save()
    told = {"office": locked.code, "fields": changed}
    detail = {"before": before, "after": values}
    events.record("office.change", by=by, data=told, detail=detail, step=True)


def manages(by: Officer, office: CentralOffice) -> bool:
    """Whether `by` decides how the office is reached: its head, or an administrator."""
    return by.administers or by.may("manage_office", office)


def pause(office: CentralOffice, *, by: Officer, reason: str) -> None:
    """Hold back what is meant for the office and not urgent; it waits, in order, until delivery is
    resumed. Its heads and the administrators are told.
    """
    with acting.acting_as(by):
        row = destination(office, by)
        if row.paused_at:
            raise WrongState(_("Delivery to this office is paused already."))
        Destination.objects.filter(pk=row.pk).update(paused_at=timezone.now())
        told, detail = {"office": office.code}, {"reason": reason}
        events.record("office.pause", by=by, data=told, detail=detail, step=True)
        telling.paused(office, by=by)


def resume(office: CentralOffice, *, by: Officer) -> None:
    """Let messages flow again; what waited goes within seconds, urgent first."""
    with acting.acting_as(by):
        row = destination(office, by)
        if not row.paused_at:
            raise WrongState(_("Delivery to this office is not paused."))
        Destination.objects.filter(pk=row.pk).update(paused_at=None, next_attempt_at=None)
        events.record("office.resume", by=by, data={"office": office.code}, step=True)


def destination(office: CentralOffice, by: Officer) -> Destination:
    """The office's destination, locked, for who manages it. Raises NotPermitted, WrongState."""
    if not manages(by, office):
        raise NotPermitted(_("How an office is reached is for its head and administrators."))
    row = Destination.objects.select_for_update().filter(office=office).first()
    if row is None:
        raise WrongState(_("This office has not joined: nothing is delivered to it."))
    return row
