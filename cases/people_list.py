"""A page of persons: by name in any script, or the newest records of whom an officer may see."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import QueryDict

from cases import finding, search
from cases.filters import PersonFilter
from cases.models import Subject

if TYPE_CHECKING:
    from uuid import UUID

    from central_offices.models import Officer

MOST_FOUND = 100


@dataclass
class People(finding.Page):
    filter: Any = None
    criteria: dict[str, list[str]] = field(default_factory=dict)
    near: list[search.Found] = field(default_factory=list)


def page(officer: "Officer", asked: QueryDict, text: str) -> People:
    """The persons asked for; `near` holds who sounds alike when nobody matches."""
    narrowed = PersonFilter(asked, queryset=Subject.objects.visible_to(officer))
    rows = with_names(narrowed.qs)
    criteria = {key: asked.getlist(key) for key in asked if key not in {"q", "page"}}
    if not text:
        plain = _newest(rows, asked.get("page", ""))
        return People(plain.rows, plain.next, plain.previous, plain.count, {}, narrowed, criteria)
    found = search.persons(officer, text, least=search.NEAR)
    sure = [one for one in found if one.score >= search.ALIKE][:MOST_FOUND]
    by_id: dict[UUID, Any] = {row.pk: row for row in rows.filter(pk__in=[s.subject for s in sure])}
    shown = [by_id[one.subject] for one in sure if one.subject in by_id]
    matches = {one.subject: one for one in sure}
    near = [] if shown else found[:5]
    return People(shown, "", "", len(shown), matches, narrowed, criteria, near)


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
