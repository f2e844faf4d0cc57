"""Search for notices by reference or by a name in any script."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Q

from cases import names
from cases.models import NameKey
from cases.search import persons_and_cases
from central_offices.models import Officer
from notices.models import Notice
from notices.queries import NoticeQuerySet

REFERENCE = re.compile(r"^(\d{4}[/-]\d+|[A-Z]{2}[ie]\.\d+)$", re.IGNORECASE)
MAX_CANDIDATE_NAMES = 120


def at(address: str) -> Q:
    """The condition for one notice by how a page names it: 2026-30493, QDi.432, or its id."""
    if re.fullmatch(r"\d{4}[/-]\d+", address):
        return Q(reference=address.replace("-", "/"))
    try:
        return Q(pk=UUID(address))
    except ValueError:
        return Q(un_reference__iexact=address)


def typed(officer: Officer, rows: NoticeQuerySet[Notice], text: str) -> list[Notice]:
    """The visible rows that a typed reference or name means, the likest first."""
    if REFERENCE.match(text):
        return list(rows.filter(at(text)))
    likeness = by_name(officer, text)
    found = rows.filter(pk__in=list(likeness))
    return sorted(found, key=lambda row: (-likeness[row.pk], row.pk))


def by_name(
    officer: Officer, text: str, least: float = persons_and_cases.MIN_SCORE_MATCH
) -> dict[UUID, float]:
    """How alike the names of notices are to a typed one, where they are alike enough."""
    if not names.take_apart(text).words:
        return {}
    best: dict[UUID, float] = {}
    for row in _candidates(officer, text):
        score = names.score(text, row["name"], partial=True)
        if score >= least:
            best[row["notice"]] = max(score, best.get(row["notice"], 0.0))
    return best


def _candidates(officer: Officer, text: str) -> Iterable[Mapping[str, Any]]:
    rows = NameKey._base_manager.filter(
        notice__isnull=False,
        seen_by__overlap=[officer.office_number],
        keys__overlap=persons_and_cases.keys_for(text),
    )
    likeness = TrigramSimilarity("normalised", names.normalised(text))
    ranked = rows.annotate(likeness=likeness).order_by(F("likeness").desc(), "id")
    return ranked.values("notice", "name")[:MAX_CANDIDATE_NAMES]
