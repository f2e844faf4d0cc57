"""A page of persons: by name in any script, or the newest records of whom an officer may see."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest

from cases.models import Subject
from cases.search import finding, persons_and_cases
from cases.search.filters import PersonFilter

if TYPE_CHECKING:
    from central_offices.models import Officer

MOST_FOUND = 100


@dataclass
class People(finding.Page):
    filter: Any = None
    near: list[persons_and_cases.Found] = field(default_factory=list)


def page(request: HttpRequest, text: str) -> People:
    """The persons asked for; `near` holds who sounds alike when nobody matches."""
    officer, asked = request.user, request.GET
    everybody = Subject.objects.visible_to(officer)
    narrowed = PersonFilter(asked, queryset=everybody, request=request)
    rows = with_names(narrowed.qs)
    if not text:
        plain = _newest(rows, asked.get("page", ""))
        return People(plain.rows, plain.next, plain.previous, plain.count, {}, narrowed)
    found = named(officer, rows, text)
    found.filter = narrowed
    return found


def named(officer: "Officer", rows: QuerySet, text: str, size: int = MOST_FOUND) -> People:
    """Of the rows those with a name like `text`, the likest first; at most 100."""
    found = persons_and_cases.persons(officer, text, least=persons_and_cases.NEAR)
    sure = [one for one in found if one.score >= persons_and_cases.ALIKE]
    by_id = {row.pk: row for row in rows.filter(pk__in=[one.subject for one in sure])}
    matches = {one.subject: one for one in sure if one.subject in by_id}
    shown = [by_id[pk] for pk in list(matches)[: min(size, MOST_FOUND)]]
    return People(shown, count=len(matches), matches=matches, near=[] if shown else found[:5])


def with_names(rows: QuerySet) -> QuerySet:
    """Persons with what a list shows of each, in a constant number of queries."""
    return rows.select_related("owner_office").prefetch_related(
        "identities", "nationalities__jurisdiction"
    )


def _newest(rows: QuerySet, cursor: str) -> finding.Page:
    try:
        return finding.page(rows, cursor)
    except finding.BadCursor:
        return finding.page(rows)
