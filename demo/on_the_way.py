"""An office of the demo that has joined and is not live yet: its check-list is half done."""

from datetime import time, timedelta

from django.utils import timezone

from central_offices.directory import entries
from central_offices.models import CentralOffice, Officer
from central_offices.rosters import planning
from central_offices.two_persons import changes

CODE = "QMC"
PHONE = "+990 3 555 0173"
DAYS = 14


def begin() -> None:
    """Nobody asks it yet; said while the installation is set up."""
    CentralOffice.objects.filter(code=CODE).update(live_on=None)


def make(people: dict[str, Officer]) -> None:
    """Its entry in the directory and its roster; left to do are the call and the test message."""
    office = CentralOffice.objects.get(code=CODE)
    change = entries.change(
        office,
        by=people["greta"],
        version=office.version,
        contact_point="Duty desk",
        emergency_phone=PHONE,
    )
    assert change is not None
    changes.confirm(change, by=people["adler"])
    first = timezone.now().date() - timedelta(days=1)
    for begins, ends in ((time(6), time(18)), (time(18), time(6))):
        times = planning.same_hours(first, begins, ends, DAYS, office.time_zone)
        planning.plan(
            office,
            by=people["greta"],
            officer=people["omar"],
            times=[span for span in times if span[1] > timezone.now()],
            phone=PHONE,
            languages=office.languages,
        )
