"""Search for cases: by reference, else the best matches by name first, then by words."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from cases import words
from cases.models import Case
from cases.search import persons_and_cases
from central_offices.models import Officer
from kernel.pages import keyset
from kernel.pages.keyset import Page, Row, Shape, whole
from kernel.values.text import pasted

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
    rest = rows.filter(has_words).exclude(pk__in=ranked) if has_words else rows.none()
    both = (rows, ranked), rest
    result = _one_after_the_other(*both, keyset.read_cursor(cursor), size, shape)
    result.matches = matches
    return keyset.with_count(result, cursor, size)


def _one_after_the_other(
    first: tuple[QuerySet[Case], list[UUID]],
    rest: QuerySet[Case],
    position: dict[str, Any],
    size: int,
    shape: Shape,
) -> Matches[Any]:
    """A page of what is ranked, in its order, and of `rest` newest first once that is exhausted."""
    rows, ranked = first
    in_rest = "at" in position
    start = len(ranked) if in_rest else position.get("from", 0)
    wanted = ranked[start : start + size]
    by_id = {row.pk: row for row in shape(rows.filter(pk__in=wanted))} if wanted else {}
    found = [by_id[pk] for pk in wanted if pk in by_id]
    if start + size < len(ranked):
        return Matches(found, next=_from(start + size))
    room = size - len(found)
    # Sorted by what no index holds: the planner must start from the words, however rare they are.
    sorted_rest = rest.alias(filed=F("created_at") + timedelta(0))
    following = keyset.beyond(sorted_rest, position if in_rest else {}).order_by("-filed", "-pk")
    further = list(shape(following)[: room + 1])
    more, further = len(further) > room, further[:room]
    next_cursor = keyset.cursor_at(further[-1]) if further else _from(len(ranked))
    return Matches(found + further, next=next_cursor if more else "")


def is_reference(text: str) -> bool:
    """Whether a reference, or the beginning of one, was typed: KEN-2026-000481, KEN-2026."""
    return bool(REFERENCE.match(pasted(text).upper()))


def _from(place: int) -> str:
    """The cursor that stands at a place among what is ranked."""
    return keyset.sign({"from": place})
