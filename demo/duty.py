"""The duty desks of the demo: rosters round the clock with one gap, and a note at the change."""

from datetime import time, timedelta

from django.utils import timezone

from central_offices.directory import entries
from central_offices.models import CentralOffice, Officer
from central_offices.rosters import planning
from central_offices.two_persons import changes
from exchange.desk import shift_handover
from exchange.models import RequestType
from exchange.requests import sending

# Head, who stands which hours, and the number that rings there; all invented.
DESKS = [
    (
        "KEN",
        "grace",
        "+254 20 555 0141",
        [("james", time(6), time(14)), ("amina", time(14), time(22)), ("grace", time(22), time(6))],
    ),
    (
        "PRT",
        "beatriz",
        "+351 21 555 0162",
        [("pierre", time(7), time(19)), ("beatriz", time(19), time(7))],
    ),
]
DAYS = 14


def rosters_of(people: dict[str, Officer]) -> None:
    """Two weeks from yesterday on; Nairobi's second night has nobody."""
    for code, head, phone, hours in DESKS:
        office = CentralOffice.objects.get(code=code)
        first = timezone.now().date() - timedelta(days=1)
        for name, begins, ends in hours:
            times = planning.same_hours(first, begins, ends, DAYS, office.time_zone)
            if begins == time(22):
                times = [span for number, span in enumerate(times) if number != 2]
            times = [span for span in times if span[1] > timezone.now()]
            planning.plan(
                office,
                by=people[head],
                officer=people[name],
                times=times,
                phone=phone,
                languages=office.languages or ["en"],
            )


def out_of_reach(people: dict[str, Officer]) -> None:
    """DELTA's desk moves house: its messages wait, one of Nairobi's among them."""
    office = CentralOffice.objects.get(code="QMD")
    entries.pause(office, by=people["adler"], reason="The office moves to new premises.")
    request = sending.draft(
        by=people["amina"],
        recipients=[office],
        type=RequestType.objects.in_force().get(code="INFO"),
        title="Berths of a coaster",
        ask="In which of your ports did the coaster lie in October?",
        legal_basis="UNTOC art. 18",
    )
    sending.send(request, by=people["amina"])


def commission_is_reached(people: dict[str, Officer]) -> None:
    """Everybody who is concerned may turn to it: its entry says how."""
    office = CentralOffice.objects.get(kind=CentralOffice.Kind.COMMISSION)
    change = entries.change(
        office,
        by=people["adler"],
        version=office.version,
        contact_point="Secretary of the Commission, by letter or on working days from 9 to 17 UTC",
        emergency_phone="+990 1 555 0100",
    )
    assert change is not None
    changes.confirm(change, by=people["okoye"])


def note(people: dict[str, Officer]) -> None:
    """Grace leaves the desk; James finds her note."""
    shift_handover.write(
        "Lisbon rang at 05:40: the vessel now sails on Wednesday evening, so the crew list is "
        "wanted before noon. The port authority opens at eight; ask for Mr Kamau.\n"
        "The Jordanian request waits for the bank, which answers by telephone only.",
        by=people["grace"],
        classification=1,
    )
