"""Search for cases: by reference, else the best matches by name first, then by words."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, QuerySet, Value, When
from django.db.models.functions import Cast

from cases import words
from cases.models import Case
from cases.search import persons_and_cases
from central_offices.models import Officer
from kernel.pages import keyset
from kernel.pages.keyset import Page, Row, Shape, whole
from kernel.values.text import pasted

LATEST_CASES = 10_000
REFERENCE = re.compile(r"^[A-Z]{2,8}-(\d{4}(-\d{1,6})?)?$")


@dataclass
class Matches(Page[Row]):
    """A page of what was searched for, and under which name each row was found, if by a name."""

    matches: dict[UUID, persons_and_cases.Found] = field(default_factory=dict)


def typed(
    officer: Officer,
    rows: QuerySet[Case],
    text: str,
    cursor: str = "",
    size: int = keyset.ROWS_A_PAGE,
    *,
    shape: Shape = whole,
) -> Matches[Any]:
    """The rows that match what was typed: a reference, else persons by name, then words.

    Raises BadCursor.
    """
    if is_reference(text):
        rows = rows.filter(reference__startswith=pasted(text).upper())
        return Matches(**vars(keyset.page(rows, cursor, size, shape=shape)))
    matches = persons_and_cases.cases_of(persons_and_cases.persons(officer, text), rows)
    ranked = list(matches)
    has_words = words.containing(text)
    rest = rows.exclude(pk__in=ranked) if has_words else rows.none()
    both = (rows, ranked), (rest, has_words)
    result = _one_after_the_other(*both, keyset.read_cursor(cursor), size, shape)
    result.matches = matches
    return keyset.with_count(result, cursor, size)


def _one_after_the_other(
    first: tuple[QuerySet[Case], list[UUID]],
    worded: tuple[QuerySet[Case], Any],
    position: dict[str, Any],
    size: int,
    shape: Shape,
) -> Matches[Any]:
    """A page of what is ranked, in its order, then of what has the words, newest first.

    `worded` are the rows to look among for the words, and the condition that they are there.
    """
    rows, ranked = first
    in_rest = "at" in position
    start = len(ranked) if in_rest else position.get("from", 0)
    wanted = ranked[start : start + size]
    by_id = {row.pk: row for row in shape(rows.filter(pk__in=wanted))} if wanted else {}
    found = [by_id[pk] for pk in wanted if pk in by_id]
    if start + size < len(ranked):
        return Matches(found, next=_from(start + size))
    room = size - len(found)
    further = _newest(worded, position if in_rest else {}, room + 1, shape)
    more, further = len(further) > room, further[:room]
    next_cursor = keyset.cursor_at(further[-1]) if further else _from(len(ranked))
    return Matches(found + further, next=next_cursor if more else "")


class _LatestSince(models.Func):
    """When the oldest of the latest cases after a place was filed, whoever may see them.

    Asked of the owner's function: by the policies of rows each of them would be looked at.
    """

    function = "cases_latest_since"
    output_field = models.DateTimeField()

    def __init__(self, at: Any, pk: Any) -> None:
        place = Value(at, models.DateTimeField()), Value(pk, models.UUIDField())
        super().__init__(*(Cast(one, one.output_field) for one in place), Value(LATEST_CASES))


def _newest(
    worded: tuple[QuerySet[Case], Any], position: dict[str, Any], wanted: int, shape: Shape
) -> list[Any]:
    """The newest of the cases with the words after a position: at most so many.

    Common words are met among the latest cases. Only if they don't fill the page all cases with
    the words are found and sorted: then they are few.
    """
    rest, has_words = worded
    if has_words is None:
        return []
    following = keyset.beyond(rest, position)
    first = _LatestSince(position.get("at"), position.get("id"))
    # As a CASE, which no index answers: the planner must read the latest, one by one.
    one_by_one = models.Case(When(has_words, then=Value(True)), default=Value(False))
    found = list(shape(following.filter(one_by_one, created_at__gte=first))[:wanted])
    if len(found) == wanted:
        return found
    # Sorted by what no index holds: the planner must start from the words, however rare they are.
    by_words = following.filter(has_words).alias(filed=F("created_at") + timedelta(0))
    return list(shape(by_words.order_by("-filed", "-pk"))[:wanted])


def is_reference(text: str) -> bool:
    """Whether a reference, or the beginning of one, was typed: KEN-2026-000481, KEN-2026."""
    return bool(REFERENCE.match(pasted(text).upper()))


def _from(place: int) -> str:
    """The cursor that stands at a place among what is ranked."""
    return keyset.sign({"from": place})
