"""What is settled before a row is written: whose each case is, when it began, under which keys.

Everything follows from the seed, the size, the day and the reference data: the same again gives the
same rows. Keys and moments of cases and persons are computed, so that other tables can name them.
"""

import random
from array import array
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from bench.world import rows
from bench.world.sizes import Size
from bench.world.weights import weights
from kernel.counters import last_numbers

SEED, DAYS = 7, 730
LEVELS = [0, 1, 1, 1, 2]
CASE, SUBJECT, IDENTITY, EVENT, NOTICE, REQUEST, OFFICER = (kind << 56 for kind in range(1, 8))
MAX_PERSONS = 16
WIDE = "VUT"  # a small office that is let see 95 %: the worst case of a broad scope
COUNTED = """
cases_case_portfolios cases_case_offences cases_caseshare cases_casesubject cases_nationality
cases_iddocument cases_namekey notices_reviewitem
"""
MOST_OFFICERS, LEAST_OFFICERS = 40, 3


class Office(NamedTuple):
    """An office of the world; `officers` are keys: the head, the duty officer, officers."""

    id: int
    number: int
    code: str
    country: str
    officers: list[int]


@dataclass
class Plan:
    """Offices, heaviest first, and per case the place of its office in them, number and level."""

    size: Size
    day: date
    offices: list[Office]
    wide: int  # the place of the office that is let see nearly everything
    office_of: bytes
    number_of: "array[int]"
    level_of: bytes
    portfolios: list[str]
    offences: list[int]
    reviewers: list[int]
    everybody: list[int]  # the numbers of all offices that a published notice reaches
    secretariat: int
    alpha2: dict[str, str]
    conditions: dict[str, list[int]]  # of a review, by colour
    first_notice: int  # the last number that a notice was given
    first: dict[str, int]  # the first free key of each table that counts its rows
    cases_of: list["array[int]"] = field(default_factory=list)

    @cached_property
    def begins(self) -> int:
        """The moment of the first case, in milliseconds."""
        ends = datetime.combine(self.day, datetime.min.time(), UTC)
        return int((ends - timedelta(days=DAYS)).timestamp() * 1000)

    @cached_property
    def step(self) -> int:
        """Milliseconds from one case to the next."""
        return DAYS * 86_400_000 // self.size.cases

    def at(self, case: int) -> int:
        return self.begins + case * self.step

    def year(self, millis: int) -> int:
        return datetime.fromtimestamp(millis / 1000, UTC).year

    def case_id(self, case: int) -> str:
        return rows.uuid7(self.at(case), CASE | case)

    def subject_id(self, case: int, place: int) -> str:
        return rows.uuid7(self.at(case), SUBJECT | case * MAX_PERSONS + place)

    def office(self, case: int) -> Office:
        return self.offices[self.office_of[case]]

    def reference(self, case: int) -> str:
        year = self.year(self.at(case))
        return f"{self.office(case).code}-{year}-{self.number_of[case]:06}"


def made(size: Size, day: date, officers: dict[int, list[int]], reviewers: list[int]) -> Plan:
    """The plan of a world in this database. `officers` has the keys of each office's."""
    from cases.models import Offence
    from central_offices.models import CentralOffice
    from notices.payload import public_extract
    from policies.models import Portfolio

    listed = national(size)
    share = weights()
    chance = random.Random(f"{SEED}/plan")
    chosen = chance.choices(range(len(listed)), [share[row.code] for row in listed], k=size.cases)
    everybody = (
        CentralOffice.objects.reachable().order_by("number").values_list("number", flat=True)
    )
    plan = Plan(
        size=size,
        day=day,
        offices=[
            Office(row.pk, row.number, row.code, row.jurisdiction_id, officers[row.pk])
            for row in listed
        ],
        wide=max(range(len(listed)), key=lambda place: (listed[place].code == WIDE, place)),
        office_of=bytes(chosen),
        number_of=array("I"),
        level_of=bytes(chance.choices(LEVELS, k=size.cases)),
        portfolios=list(Portfolio.objects.order_by("pk").values_list("pk", flat=True)),
        offences=list(Offence.objects.order_by("pk").values_list("pk", flat=True)),
        reviewers=reviewers,
        everybody=list(everybody.values_list("number", flat=True)),
        secretariat=CentralOffice.objects.secretariat().number,
        alpha2=public_extract.codes(),
        conditions=_conditions(day),
        first_notice=max(last_numbers("notice/").values(), default=0),
        first=_first_keys(),
    )
    _number(plan)
    return plan


def national(size: Size) -> list[Any]:
    """The offices of the world, those that file most first, and the one that sees most."""
    from central_offices.models import CentralOffice

    share = weights()
    found = CentralOffice.objects.filter(kind="NATIONAL", code__in=share).exclude(joined_on=None)
    listed = sorted(found, key=lambda row: -share[row.code])
    kept, wide = listed[: size.offices], [row for row in listed if row.code == WIDE]
    return kept if not wide or wide[0] in kept else kept[:-1] + wide


def _conditions(day: date) -> dict[str, list[int]]:
    from notices.models import Condition

    found: dict[str, list[int]] = {}
    for colour, key in Condition.objects.in_force(day).values_list("colour", "pk").order_by("pk"):
        found.setdefault(colour, []).append(key)
    return found


def _first_keys() -> dict[str, int]:
    """The first key that no row has, of every table whose keys are counted by the database."""
    from django.db import connection

    from kernel import acting

    found = {}
    with acting.by_a_rule("which keys are free"), connection.cursor() as cursor:
        for table in COUNTED.split():
            cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


def _number(plan: Plan) -> None:
    """Number the cases of each office and year, behind those that there are."""
    counted = last_numbers("case/")
    plan.cases_of = [array("I") for _ in plan.offices]
    turns = {year: _first_of(year) for year in range(plan.day.year - 3, plan.day.year + 2)}
    year = plan.year(plan.begins)
    for case, place in enumerate(plan.office_of):
        if plan.at(case) >= turns[year + 1]:
            year += 1
        name = f"case/{plan.offices[place].code}/{year}"
        counted[name] = counted.get(name, 0) + 1
        plan.number_of.append(counted[name])
        plan.cases_of[place].append(case)


def _first_of(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp() * 1000)
