"""A page of persons: by name in any script, or the newest records of whom an officer may see."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from cases.models import Nationality, Subject
from cases.search import persons_and_cases
from cases.search.filters import PersonFilter
from cases.search.finding import Matches
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from kernel.pages import keyset

MAX_PERSONS_FOUND = 100
MAX_NAMES_NEAR = 5


@dataclass
class People(Matches[Subject]):
    """Persons found by name; `near` holds who sounds alike when nobody matches."""

    near: list[persons_and_cases.Found] = field(default_factory=list)


def page(request: OfficerRequest, text: str) -> tuple[People, PersonFilter]:
    """The persons asked for, and the filter that narrowed them down."""
    officer, asked = request.user, request.GET
    everybody = Subject.objects.visible_to(officer)
    narrowed = PersonFilter(asked, queryset=everybody, request=request)
    rows = with_names(narrowed.qs)
    if text:
        return named(officer, rows, text), narrowed
    return People(**vars(keyset.asked(rows, asked))), narrowed


def named(
    officer: Officer, rows: QuerySet[Subject], text: str, size: int = MAX_PERSONS_FOUND
) -> People:
    """Of the rows those with a name like `text`, the likest first; at most 100."""
    found = persons_and_cases.persons(officer, text, least=persons_and_cases.MIN_SCORE_NEAR)
    sure = [one for one in found if one.score >= persons_and_cases.MIN_SCORE_MATCH]
    by_id = {row.pk: row for row in rows.filter(pk__in=[one.subject for one in sure])}
    matches = {one.subject: one for one in sure if one.subject in by_id}
    shown = [by_id[pk] for pk in list(matches)[: min(size, MAX_PERSONS_FOUND)]]
    near = [] if shown else found[:MAX_NAMES_NEAR]
    return People(shown, count=len(matches), matches=matches, near=near)


def with_names(rows: QuerySet[Subject]) -> QuerySet[Subject]:
    """Persons with what a list shows of each, in a constant number of queries."""
    held = Nationality.objects.select_related("jurisdiction")
    return rows.select_related("owner_office").prefetch_related(
        "identities", Prefetch("nationalities", held)
    )
