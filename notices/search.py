"""Search for notices by reference or by a name in any script."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext as _

from cases import names
from cases.models import NameKey
from cases.search import persons_and_cases
from central_offices.models import Officer
from kernel.pages.search_results import MAX_RESULTS_PER_PART, Part, Result
from kernel.who_reads import audiences
from notices.models import Notice
from notices.queries import NoticeQuerySet

REFERENCE = re.compile(r"^(\d{4}[/-]\d+|[A-Z]{2}[ie]\.\d+)$", re.IGNORECASE)
MAX_CANDIDATE_NAMES = 120


class Named(NamedTuple):
    """A name that a notice bears, and how alike it is to what was typed (0 to 1)."""

    name: str
    likeness: float


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
    return [row for row, _named in _named_like(officer, rows, text)]


def found(officer: "Officer", text: str) -> list[Part]:
    """Notices that the search box shows: what their list finds, the best of it."""
    rows = Notice.objects.visible_to(officer).exclude(status=Notice.Status.DELETED)
    if REFERENCE.match(text):
        results = [_result(row) for row in rows.filter(at(text))[:MAX_RESULTS_PER_PART]]
    else:
        best = _named_like(officer, rows, text)[:MAX_RESULTS_PER_PART]
        results = [_result(row, named.name) for row, named in best]
    return [Part(_("Notices"), "notice", results)]


def by_name(
    officer: Officer, text: str, least: float = persons_and_cases.MIN_SCORE_MATCH
) -> "dict[UUID, Named]":
    """The names of notices that are like a typed one, where they are alike enough."""
    if not names.take_apart(text).words:
        return {}
    best: dict[UUID, Named] = {}
    born = persons_and_cases.name_and_birth(text)[1]
    for row in _candidates(officer, text):
        likeness = persons_and_cases.likeness(text, row["name"])
        likeness *= persons_and_cases.agreement(born, row["birth_earliest"], row["birth_latest"])
        known = best.get(row["notice"])
        if likeness >= least and (known is None or likeness > known.likeness):
            best[row["notice"]] = Named(row["name"], likeness)
    return best


def ranked(officer: Officer, rows: Any, text: str) -> Any:
    """The rows that a typed reference, name or number means, the likest with the lowest `rank`.

    Each has its `score`, and in `matched` the name or number under which it was found.
    """
    if REFERENCE.match(text):
        there = {row.pk: Named(str(row), 1.0) for row in rows.filter(at(text))}
    else:
        there = by_name(officer, text)
    if not there:
        return rows.none().annotate(rank=Value(0))
    best = sorted(there, key=lambda pk: (-there[pk].likeness, pk))
    return rows.filter(pk__in=best).annotate(
        rank=Case(*[When(pk=pk, then=Value(place)) for place, pk in enumerate(best)]),
        score=Case(*[When(pk=pk, then=Value(round(there[pk].likeness, 3))) for pk in best]),
        matched=Case(*[When(pk=pk, then=Value(there[pk].name)) for pk in best]),
    )


def _named_like(
    officer: Officer, rows: NoticeQuerySet[Notice], text: str
) -> list[tuple[Notice, Named]]:
    """The visible rows with a name like the text, each with that name, the likest first."""
    named = by_name(officer, text)
    seen = [(row, named[row.pk]) for row in rows.filter(pk__in=list(named))]
    return sorted(seen, key=lambda pair: (-pair[1].likeness, pair[0].pk))


def _result(notice: Notice, name: str = "") -> Result:
    url = notice.get_absolute_url()
    return Result(
        url,
        str(notice.title),
        str(notice),
        name,
        notice.classification,
        str(notice.get_status_display()),
        notice.TONES.get(notice.status, ""),
    )


def _candidates(officer: Officer, text: str) -> Iterable[Mapping[str, Any]]:
    rows = NameKey._base_manager.filter(
        notice__isnull=False,
        seen_at__overlap=audiences.up_to(officer.office_number, officer.clearance),
        keys__overlap=persons_and_cases.keys_for(text),
    )
    name = persons_and_cases.name_and_birth(text)[0]
    likeness = TrigramSimilarity("normalised", names.normalised(name))
    ranked = rows.annotate(likeness=likeness).order_by(F("likeness").desc(), "id")
    return ranked.values("notice", "name", "birth_earliest", "birth_latest")[:MAX_CANDIDATE_NAMES]
