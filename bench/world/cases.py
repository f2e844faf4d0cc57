"""Cases with their shares, their persons, and the names under which those are found.

A chunk of cases is made at once, and by chance of its own: no chunk needs another.
"""

import random
from bisect import bisect
from itertools import accumulate
from typing import NamedTuple

from bench.world import names, rows
from bench.world.names import Born, Name
from bench.world.notices import Notices
from bench.world.plan import IDENTITY, MAX_PERSONS, Office, Plan
from bench.world.rows import NULL, Lines
from bench.world.words import Vocabulary
from cases.names import KEY_VERSION, number_keys, plain_number
from kernel.who_reads import audiences

CHUNK = 2_000
STATUSES = ["OPEN"] * 3 + ["ACTIVE"] * 4 + ["SUSPENDED"] + ["CLOSED"] * 2
PERSONS, PERSONS_WEIGHTS = [1, 2, 3, 4, 5, 8], [25, 25, 20, 12, 10, 8]
IN_THE_CASE = ["SUSPECT"] * 3 + ["CHARGED", "CONVICTED", "PERSON_OF_INTEREST", "WITNESS", "VICTIM"]
SHARED_WITH_ALL, SHARED_WITH_SOME, SEEN_BY_THE_WIDE = 0.003, 0.1, 0.95
ALIASES, DOCUMENTS, TWO_NATIONALITIES, AGAIN = 0.35, 0.2, 0.04, 0.1
TAGGED = 40  # one case in so many
DAY = 86_400_000

COLUMNS = {
    "cases_case": "id, reference, title, summary, charge, status, classification, handling_codes, "
    "handling_note, seen_by, search_text, opened_at, closed_at, created_at, updated_at, version, "
    "created_by_id, lead_officer_id, level_set_by_id, owner_office_id, written_by, tags",
    "cases_case_portfolios": "id, case_id, portfolio_id",
    "cases_case_offences": "id, case_id, offence_id",
    "cases_caseshare": "id, role, shared_at, ended_at, case_id, office_id, shared_by_id",
    "cases_subject": "id, kind, sex, deceased, minor_at_event, warnings, height_cm, weight_kg, "
    "eyes, hair, distinguishing_marks, languages, sort_key, seen_at, created_at, updated_at, "
    "version, created_by_id, owner_office_id, written_by",
    "cases_casesubject": "id, status_of_person, added_at, added_by_id, case_id, subject_id, "
    "written_by",
    "cases_identity": "id, subject_id, label, rank, as_written, script, romanised, family_name, "
    "forename, birth_earliest, birth_latest, birth_text, birth_calendar, birth_certainty, "
    "birth_place, birth_country_id, quality",
    "cases_nationality": "id, subject_id, jurisdiction_id, status",
    "cases_iddocument": "id, subject_id, kind, number, issuer_id, issued_on, expires_on, status",
    "cases_namekey": "id, subject_id, notice, name, normalised, keys, key_version, "
    "birth_earliest, birth_latest, owner_office_id, seen_at",
}


class Person(NamedTuple):
    """A person of a case, with all that a notice repeats of the record."""

    id: str
    place: int
    name: Name
    other: Name | None
    born: Born
    country: str
    sex: str
    status: str


class Open(NamedTuple):
    """The case that is being made."""

    place: int
    id: str
    office: Office
    officer: int
    at: str
    seen: list[int]
    level: int

    @property
    def seen_at(self) -> list[int]:
        return sorted(audiences.at_level(self.seen, self.level))


class Chunk:
    """The lines of COPY of one chunk, by table and columns."""

    def __init__(
        self, plan: Plan, pool: list[tuple[Name, Name]], words: Vocabulary, number: int
    ) -> None:
        self.plan, self.pool, self.words = plan, pool, words
        self.cases = range(number * CHUNK, min((number + 1) * CHUNK, plan.size.cases))
        self.chance = random.Random(f"cases/{number}")
        self.of: dict[str, list[str]] = {table: [] for table in COLUMNS}
        self.notices = Notices(plan, number, self.of["cases_namekey"])
        self.weights = list(accumulate(len(one) for one in plan.cases_of))
        # Whoever is in one case of an office may be in another.
        self.known: dict[int, tuple[str, set[int]]] = {}

    def lines(self) -> Lines:
        for place in self.cases:
            self.case(place)
        found = {f"{table} ({COLUMNS[table]})": lines for table, lines in self.of.items()}
        return found | self.notices.lines()

    def case(self, place: int) -> None:
        plan, chance = self.plan, self.chance
        office, millis = plan.office(place), plan.at(place)
        officer = chance.choice(office.officers[1:])
        at = rows.moment(millis)
        case = Open(
            place,
            plan.case_id(place),
            office,
            officer,
            at,
            self.shares(place, at, officer),
            plan.level_of[place],
        )
        status = chance.choice(STATUSES)
        closed = rows.moment(millis + chance.randrange(DAY)) if status == "CLOSED" else NULL
        title, summary, searched = self.words.case(chance)
        tags = "{CYBER}" if place % TAGGED == 0 else "{}"
        self.of["cases_case"].append(
            f"{case.id}\t{plan.reference(place)}\t{title}\t{summary}\t\t{status}\t"
            f"{case.level}\t{{}}\t\t{rows.numbers(case.seen)}\t{searched}\t{at}\t{closed}\t"
            f"{at}\t{at}\t1\t{officer}\t{officer}\t{officer}\t{office.id}\t{{{officer}}}\t{tags}\n"
        )
        portfolios = chance.sample(plan.portfolios, chance.choice([1, 1, 1, 2]))
        for number, portfolio in enumerate(portfolios):
            key = plan.first["cases_case_portfolios"] + place * 2 + number
            self.of["cases_case_portfolios"].append(f"{key}\t{case.id}\t{portfolio}\n")
        key = plan.first["cases_case_offences"] + place
        offence = chance.choice(plan.offences)
        self.of["cases_case_offences"].append(f"{key}\t{case.id}\t{offence}\n")
        self.again(case)
        count = chance.choices(PERSONS, PERSONS_WEIGHTS)[0]
        persons = [self.person(case, number) for number in range(count)]
        if self.notices.has(place):
            self.notices.add(place, case.id, persons[0])

    def shares(self, place: int, at: str, officer: int) -> list[int]:
        """Share the case; returns the numbers of the offices that see it."""
        plan, chance, own = self.plan, self.chance, self.plan.office_of[place]
        with_whom: set[int] = set()
        share = chance.random()
        if share < SHARED_WITH_ALL:
            with_whom.update(range(len(plan.offices)))
        elif share < SHARED_WITH_ALL + SHARED_WITH_SOME:
            with_whom.update(self.an_office() for _ in range(chance.choice([1, 1, 2, 3, 5])))
        if chance.random() < SEEN_BY_THE_WIDE:
            with_whom.add(plan.wide)
        with_whom.discard(own)
        for other in sorted(with_whom):
            key = plan.first["cases_caseshare"] + (place << 8) + other
            role = "CONTRIBUTOR" if chance.random() < 0.3 else "OBSERVER"
            self.of["cases_caseshare"].append(
                f"{key}\t{role}\t{at}\t{NULL}\t{plan.case_id(place)}\t{plan.offices[other].id}\t"
                f"{officer}\n"
            )
        return sorted(plan.offices[one].number for one in {own, *with_whom})

    def an_office(self) -> int:
        return bisect(self.weights, self.chance.random() * self.weights[-1])

    def person(self, case: Open, number: int) -> Person:
        plan, chance = self.plan, self.chance
        subject = plan.subject_id(case.place, number)
        name, alias = self.pool[int(len(self.pool) * chance.random() ** 2)]
        other = alias if chance.random() < ALIASES else None
        born, sex = names.a_birth(chance), "MMFU"[int(chance.random() * 3.2)]
        country = plan.offices[self.an_office()].country
        officer, at = case.officer, case.at
        status = chance.choice(IN_THE_CASE)
        self.of["cases_subject"].append(
            f"{subject}\tPERSON\t{sex}\tf\tf\t{{}}\t{chance.randrange(150, 200)}\t{NULL}\t{{}}\t"
            f"{{}}\t\t{{}}\t{name.sort_key}\t{rows.numbers(case.seen_at)}\t{at}\t{at}\t1\t{officer}\t"
            f"{case.office.id}\t{{{officer}}}\n"
        )
        self.link(case, number, subject, status)
        key = plan.first["cases_nationality"] + (case.place * MAX_PERSONS + number) * 2
        self.of["cases_nationality"].append(f"{key}\t{subject}\t{country}\tCLAIMED\n")
        second = plan.offices[self.an_office()].country
        if chance.random() < TWO_NATIONALITIES and second != country:
            self.of["cases_nationality"].append(f"{key + 1}\t{subject}\t{second}\tCONFIRMED\n")
        self.named(case, number, subject, (name, other), born)
        self.known[case.office.id] = subject, set(case.seen_at)
        return Person(subject, number, name, other, born, country, sex, status)

    def link(self, case: Open, number: int, subject: str, status: str) -> None:
        key = self.plan.first["cases_casesubject"] + case.place * MAX_PERSONS + number
        self.of["cases_casesubject"].append(
            f"{key}\t{status}\t{case.at}\t{case.officer}\t{case.id}\t{subject}\t{{{case.officer}}}\n"
        )

    def again(self, case: Open) -> None:
        """Put somebody of an earlier case into this one, if nobody else sees this one."""
        subject, seen = self.known.get(case.office.id, ("", set()))
        if subject and seen.issuperset(case.seen_at) and self.chance.random() < AGAIN:
            self.link(case, MAX_PERSONS - 1, subject, self.chance.choice(IN_THE_CASE))

    def named(
        self, case: Open, number: int, subject: str, both: tuple[Name, Name | None], born: Born
    ) -> None:
        """The identities of a person, documents, and the keys under which they are found."""
        chance, millis = self.chance, self.plan.at(case.place)
        first = (case.place * MAX_PERSONS + number) * 4
        found = f"{case.office.id}\t{rows.numbers(case.seen_at)}\n"
        start = self.plan.first["cases_namekey"] + first
        for rank, name in enumerate(one for one in both if one):
            key = rows.uuid7(millis, IDENTITY | first + rank)
            label = "ALIAS" if rank else "CLAIMED"
            self.of["cases_identity"].append(
                f"{key}\t{subject}\t{label}\t{rank}\t{name.identity}\t{born.identity}\t\t{NULL}\t\n"
            )
            keys = str(name.keys_with(born.years))[1:-1]
            self.of["cases_namekey"].append(
                f"{start + rank}\t{subject}\t{NULL}\t{name.key}\t{{{keys}}}\t{KEY_VERSION}\t"
                f"{born.earliest}\t{born.latest}\t{found}"
            )
        if chance.random() < DOCUMENTS:
            written = f"{chance.choice('ABCEKLPX')}{chance.randrange(10**6, 10**8)}"
            counted = self.plan.first["cases_iddocument"] + first
            self.of["cases_iddocument"].append(
                f"{counted}\t{subject}\tPASSPORT\t{written}\t{NULL}\t{NULL}\t{NULL}\tVALID\n"
            )
            self.of["cases_namekey"].append(
                f"{start + 3}\t{subject}\t{NULL}\t{written}\t{plain_number(written)}\t"
                f"{rows.numbers(sorted(number_keys(written)))}\t{KEY_VERSION}\t{NULL}\t{NULL}\t{found}"
            )
