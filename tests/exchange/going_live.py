"""An office on its way to go live: Lisbon, with what its check-list asks."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from central_offices.models import CentralOffice, DutyShift
from central_offices.rosters import planning
from central_offices.taking_part import trials
from tests import world
from tests.exchange.conftest import deliver_all
from tests.plumbing.by_the_owner import by_the_owner

PHONE = "+351 21 555 0100"


def not_live(code: str = "PRT") -> CentralOffice:
    """The office as it is before anything was tried."""
    with by_the_owner():
        CentralOffice.objects.filter(code=code).update(
            live_on=None, contact_point="Duty desk", emergency_phone=PHONE
        )
    return CentralOffice.objects.get(code=code)


def roster(office: CentralOffice, days: int = 8) -> DutyShift:
    now = timezone.now() - timedelta(minutes=1)
    (shift,) = planning.plan(
        office,
        by=world.officer("beatriz"),
        officer=world.officer("pierre"),
        times=[(now, now + timedelta(days=days))],
        phone=PHONE,
    )
    return shift


def rung(office: CentralOffice):
    shift = DutyShift.objects.get(office=office)
    adler = world.officer("adler")
    return trials.note_call(office, by=adler, number=trials.number_of(shift))


def tested(office: CentralOffice):
    trial = trials.send_test(office, by=world.officer("adler"))
    deliver_all()
    return trials.answer(trial, by=world.officer("pierre"))


def ready() -> CentralOffice:
    """Lisbon with every item of the list done."""
    office = not_live()
    roster(office)
    rung(office)
    tested(office)
    return office


def promises_kept() -> None:
    """Let the database look now at all that it looks at when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
