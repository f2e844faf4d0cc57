"""Search by name in any script, with a typo, or by part of it: for persons, and for their cases.

Retrieval (docs/laws.md F16): the rarest keys of the typed text first, within a budget; what
the officer may not see is left out by the database; the rest is ranked by `names.score`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, QuerySet

from cases import names
from cases.dates import DateRefused, PartialDate, parse
from cases.models import Case, CaseSubject, KeyFrequency, NameKey
from central_offices.models import Officer

MAX_NAMES_READ = 4_000
MAX_CANDIDATE_NAMES = 120
MAX_DATE_WORDS = 8  # between 21 Jul 1979 and 3 Aug 1979
MIN_SCORE_MATCH = 0.72  # what an officer is shown as a match
MIN_SCORE_NEAR = 0.55  # what is offered as "sounds like" when nothing matches


@dataclass(frozen=True, slots=True)
class Found:
    """A person found by name: under which name, and how alike it is (0 to 1)."""

    subject: UUID
    name: str
    score: float


def persons(
    officer: Officer,
    text: str,
    *,
    born: PartialDate | None = None,
    least: float = MIN_SCORE_MATCH,
) -> list[Found]:
    """The persons whom the officer may see under a name like `text`, the likest first.

    Also those with a document of this number, which is met as a whole only.

    `born`, or a date typed behind the name, only ranks: a contradicting birth date costs, a
    missing one does not.
    """
    if not names.take_apart(text).words:
        return []
    best: dict[UUID, Found] = {}
    asked = born or name_and_birth(text)[1]
    for row in _candidates(officer, text, born):
        score = likeness(text, row["name"])
        score *= agreement(asked, row["birth_earliest"], row["birth_latest"])
        known = best.get(row["subject_id"])
        if score >= least and (known is None or score > known.score):
            best[row["subject_id"]] = Found(row["subject_id"], row["name"], round(score, 3))
    return sorted(best.values(), key=lambda found: (-found.score, found.subject))


def likeness(text: str, name: str) -> float:
    """How alike a typed text is to a name, or to the number of a document (0 to 1)."""
    if names.plain_number(name) in names.numbers_in(text):
        return 1.0
    return names.score(name_and_birth(text)[0], name, partial=True)


@lru_cache(maxsize=1 << 8)
def name_and_birth(text: str) -> tuple[str, PartialDate | None]:
    """The name that was typed, and the date of birth behind it: "Wario 21 Jul 1979".

    The date is read as every form reads one; what it does not read stays in the name.
    """
    words = text.split()
    for size in range(min(MAX_DATE_WORDS, len(words) - 1), 0, -1):
        tail = " ".join(words[-size:])
        if not any(map(str.isdigit, tail)):
            continue
        try:
            read = parse(tail)
        except DateRefused:
            continue
        return " ".join(words[:-size]).rstrip(",;"), read
    return text, None


def cases_of(found: list[Found], among: QuerySet[Case]) -> dict[UUID, Found]:
    """The cases of the persons found, each with its likest person, the likest first.

    Only those in `among`, which begins with `visible_to`.
    """
    if not found:
        return {}
    likest = {one.subject: one for one in found}
    links = CaseSubject.objects.filter(subject__in=likest, case__in=among.order_by().values("pk"))
    by_case: dict[UUID, Found] = {}
    for case, subject in links.values_list("case_id", "subject_id"):
        known = by_case.get(case)
        if known is None or likest[subject].score > known.score:
            by_case[case] = likest[subject]
    ranked = sorted(by_case.items(), key=lambda item: (-item[1].score, item[0]))
    return dict(ranked)


def keys_for(text: str, born: PartialDate | None = None, budget: int | None = None) -> list[int]:
    """The keys worth asking for: the rarest of the typed text's, within the budget."""
    name, typed = name_and_birth(text)
    wanted = names.query_keys(name, born or typed)
    wanted = wanted.union(*map(names.number_keys, names.numbers_in(text)))
    common = dict(KeyFrequency.objects.filter(key__in=wanted).values_list("key", "names"))
    return names.pick_keys(wanted, common, budget or MAX_NAMES_READ)


def _candidates(
    officer: Officer, text: str, born: PartialDate | None
) -> Iterable[Mapping[str, Any]]:
    rows = NameKey.objects.visible_to(officer).filter(keys__overlap=keys_for(text, born))
    likeness = TrigramSimilarity("normalised", names.normalised(name_and_birth(text)[0]))
    return (
        rows.annotate(likeness=likeness)
        .order_by(F("likeness").desc(), "id")
        .values("subject_id", "name", "birth_earliest", "birth_latest")[:MAX_CANDIDATE_NAMES]
    )


def agreement(born: PartialDate | None, earliest: date | None, latest: date | None) -> float:
    """1 where the birth dates may be one day or one is unknown, less where they cannot."""
    if born is None or born.earliest is None or born.latest is None:
        return 1.0
    if earliest is None or latest is None or born.earliest <= latest and born.latest >= earliest:
        return 1.0
    return 0.9
