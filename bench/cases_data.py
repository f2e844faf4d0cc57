"""Fills a system of its own with 100,000 cases and 300,000 persons, by COPY."""

import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from bench import people
from bench.copying import Row, copy, new_id

CASES, PERSONS = 100_000, 300_000
BATCH = 4_000
ADJECTIVES = "Amber Broken Calm Distant Empty Frozen Golden Hidden Iron Lost Narrow Silent"
PLACES = "Harbour Lantern Bridge Orchard Quay Mill Well Tower Garden Meadow Station Canal"
MATTERS = (
    "container trade, invoice fraud, forged passports, stolen vehicles, courier network, shell "
    "companies, ghost employees, missing cargo, pharmacy parcels, crowdfunding, land registry"
)
WORDS = (
    "account agent bank border broker cargo cash chain charter clerk company container courier "
    "court customs debt depot driver envelope escrow export ferry fleet freight harbour hearing "
    "import invoice ledger lorry manifest meeting notary office parcel partner payment permit "
    "phone pilot port receipt registry relay rental route safe seal ship signature storage ticket "
    "transfer truck vessel voucher warehouse witness"
)
STATUSES = ["OPEN"] * 3 + ["ACTIVE"] * 4 + ["SUSPENDED"] + ["CLOSED"] * 2


def fill(names_file: str = "") -> None:
    """Make the data unless they are there; says how long it took."""
    from django.db import transaction

    from cases.models import Case

    if Case.objects.count() >= CASES:
        return
    began = time.monotonic()
    chance = random.Random(7)
    offices, officers = _officers()
    portfolios, offences = _catalogue()
    with _without_index(), transaction.atomic():
        cases = list(_cases(chance, offices))
        _copy_cases(cases, officers, chance, portfolios, offences)
        _copy_persons(cases, officers, names_file)
    _settle()
    print(f"{CASES:,} cases and {PERSONS:,} persons made in {time.monotonic() - began:.0f} s")


def _officers() -> tuple[list[tuple[int, int, str]], dict[int, list[int]]]:
    """Every national office, the largest first, and its officers: 40 in the largest, then fewer."""
    from central_offices.models import CentralOffice, Officer

    rows = list(CentralOffice.objects.joined().order_by("code").values_list("id", "number", "code"))
    random.Random(3).shuffle(rows)
    wanted = {
        f"{code.lower()}{number or ''}@bench.example": pk
        for rank, (pk, _number, code) in enumerate(rows)
        for number in range(max(2, 40 - rank))
    }
    known = set(Officer.objects.values_list("email", flat=True))
    Officer.objects.bulk_create(
        Officer(email=email, name=email.split("@")[0], office_id=pk, password="!", clearance=2)
        for email, pk in wanted.items()
        if email not in known
    )
    officers: dict[int, list[int]] = {}
    made = Officer.objects.filter(email__in=wanted).order_by("email")
    for office, officer in made.values_list("office_id", "id"):
        officers.setdefault(office, []).append(officer)
    return rows, officers


def _catalogue() -> tuple[list[str], list[int]]:
    from cases.models import Offence
    from policies.models import Portfolio

    return (
        list(Portfolio.objects.values_list("pk", flat=True)),
        list(Offence.objects.values_list("pk", flat=True)),
    )


def _cases(chance: random.Random, offices: list[tuple[int, int, str]]) -> Iterator[dict[str, Any]]:
    """The largest office owns about a fifth; a tenth is shared with three, a few with all."""
    weights = [1 / (rank + 3) for rank in range(len(offices))]
    counted = _counted()
    start = datetime.now(UTC) - timedelta(days=730)
    for place in range(CASES):
        office = chance.choices(offices, weights)[0]
        at = start + timedelta(seconds=place * 730 * 86_400 / CASES)
        key = f"case/{office[2]}/{at.year}"
        counted[key] = counted.get(key, 0) + 1
        seen, share = {office[1]}, chance.random()
        if share < 0.03:
            seen = {number for _pk, number, _code in offices}
        elif share < 0.13:
            seen |= {number for _pk, number, _code in chance.choices(offices, weights, k=3)}
        yield {
            "id": new_id(at, chance),
            "at": at,
            "office": office,
            "seen": sorted(seen),
            "reference": f"{office[2]}-{at.year}-{counted[key]:06}",
        }


def _counted() -> dict[str, int]:
    """The references that are given already."""
    from kernel.models import Counter

    return dict(Counter.objects.filter(name__startswith="case/").values_list("name", "value"))


def _copy_cases(
    cases: Any, officers: Any, chance: random.Random, portfolios: Any, offences: Any
) -> None:
    from cases import words

    fields = (
        "id reference title summary charge owner_office_id lead_officer_id status classification "
        "handling_codes handling_note seen_by search_text opened_at closed_at created_at "
        "created_by_id updated_at version"
    )

    titles = (ADJECTIVES.split(), PLACES.split(), MATTERS.split(", "))
    spoken = WORDS.split()

    def rows() -> Iterator[Row]:
        for case in cases:
            what, place, matter = (chance.choice(some) for some in titles)
            title, summary = f"{what} {place}: {matter}", " ".join(chance.choices(spoken, k=60))
            officer = chance.choice(officers[case["office"][0]])
            status = chance.choice(STATUSES)
            at = case["at"]
            yield (
                *(case["id"], case["reference"], title, summary, "", case["office"][0], officer),
                *(status, chance.choice([0, 1, 1, 1, 2]), [], "", case["seen"]),
                words.searchable(title, summary),
                *(at, at if status == "CLOSED" else None, at, officer, at, 1),
            )

    copy("cases_case", fields, rows())
    copy(
        "cases_case_portfolios",
        "case_id portfolio_id",
        ((c["id"], p) for c in cases for p in chance.sample(portfolios, chance.choice([1, 1, 2]))),
    )
    copy(
        "cases_case_offences",
        "case_id offence_id",
        ((case["id"], chance.choice(offences)) for case in cases),
    )


def _copy_persons(cases: Any, officers: Any, names_file: str) -> None:
    """Persons batch by batch: their keys are made by all cores while the last ones are copied."""
    chance = random.Random(11)
    source = people.listed(names_file, PERSONS) if names_file else people.invented(PERSONS)
    links = [cases[chance.randrange(CASES)] for _ in range(PERSONS)]
    countries = ["KEN", "PRT", "BRA", "IND", "CHN", "FRA", "XXA", "NGA"]
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        waiting = []
        batch: list[tuple[Any, ...]] = []
        for place, (name, born) in enumerate(source):
            case = links[place]
            names = [name, people.alias(name, chance)] if chance.random() < 0.35 else [name]
            batch.append((case, new_id(case["at"], chance), names, born, chance.choice(countries)))
            if len(batch) == BATCH or place == PERSONS - 1:
                wanted = [(entry[2], entry[3]) for entry in batch]
                waiting.append((batch, pool.submit(keys_of, wanted)))
                batch = []
        for made, keys in waiting:
            _copy_batch(made, keys.result(), officers, chance)


def keys_of(wanted: list[tuple[list[str], str]]) -> list[tuple[Any, ...]]:
    """For each person: interval of birth, sort key, and (normalised, script, keys) per name."""
    from cases import dates, names

    found = []
    for written, born in wanted:
        day = dates.parse(born)
        found.append(
            (
                day.earliest,
                day.latest,
                names.sort_key(written[0])[:200],
                [
                    (names.normalised(n)[:300], names.script_of(n), sorted(names.keys(n, day)))
                    for n in written
                ],
            )
        )
    return found


def _copy_batch(batch: Any, made: Any, officers: Any, chance: random.Random) -> None:
    both = list(zip(batch, made, strict=True))
    copy(
        "cases_subject",
        "id kind owner_office_id sex deceased minor_at_event warnings eyes hair "
        "distinguishing_marks languages sort_key seen_by created_at created_by_id updated_at "
        "version",
        (
            (pk, "PERSON", c["office"][0], chance.choice("MMF"), False, False, [], [], [], "", [])
            + (sort_key, c["seen"], c["at"], officers[c["office"][0]][0], c["at"], 1)
            for (c, pk, *_rest), (_low, _high, sort_key, _names) in both
        ),
    )
    copy(
        "cases_casesubject",
        "case_id subject_id status_of_person added_by_id added_at",
        ((c["id"], pk, "SUSPECT", officers[c["office"][0]][0], c["at"]) for c, pk, *_rest in batch),
    )
    copy(
        "cases_nationality",
        "subject_id jurisdiction_id status",
        ((pk, country, "CLAIMED") for _c, pk, _names, _born, country in batch),
    )
    _copy_names(both, chance)


def _copy_names(both: Any, chance: random.Random) -> None:
    from cases.names import KEY_VERSION

    copy(
        "cases_identity",
        "id subject_id label rank as_written script romanised family_name forename "
        "birth_earliest birth_latest birth_text birth_calendar birth_certainty birth_place quality",
        (
            (new_id(c["at"], chance), pk, "ALIAS" if rank else "CLAIMED", rank, name, keyed[1], "")
            + ("", "", low, high, born, "gregorian", "EXACT" if low else "UNKNOWN", "", "")
            for (c, pk, names, born, _country), (low, high, _sort, keyed_names) in both
            for rank, (name, keyed) in enumerate(zip(names, keyed_names, strict=True))
        ),
    )
    copy(
        "cases_namekey",
        "subject_id name normalised keys key_version birth_earliest birth_latest owner_office_id "
        "seen_by",
        (
            (pk, name, keyed[0], keyed[2], KEY_VERSION, low, high, c["office"][0], c["seen"])
            for (c, pk, names, _born, _country), (low, high, _sort, keyed_names) in both
            for name, keyed in zip(names, keyed_names, strict=True)
        ),
    )


class _without_index:
    """Copying goes without the large index of the keys; it is built once at the end."""

    def __enter__(self) -> None:
        _as_owner("DROP INDEX IF EXISTS name_key_keys", "DROP INDEX IF EXISTS case_words")

    def __exit__(self, *wrong: Any) -> None:
        from django.db import connections

        from cases.models import Case, NameKey

        for model in (Case, NameKey):
            names = {"name_key_keys", "case_words"}
            with connections["owner"].schema_editor() as editor:
                for index in model._meta.indexes:
                    if index.name in names:
                        editor.add_index(model, index)


def _settle() -> None:
    """Statistics, visibility map, counters and key frequencies as in a system that has lived."""
    from django.db import transaction

    from cases.search import name_keys

    _as_owner(
        "INSERT INTO kernel_counter (name, value) "
        "SELECT 'case/' || split_part(reference, '-', 1) || '/' || split_part(reference, '-', 2), "
        "max(split_part(reference, '-', 3)::int) FROM cases_case GROUP BY 1 "
        "ON CONFLICT (name) DO UPDATE SET value = greatest(kernel_counter.value, excluded.value)",
        "VACUUM ANALYZE",
    )
    with transaction.atomic():
        name_keys.recount()


def _as_owner(*statements: str) -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
