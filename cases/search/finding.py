"""A page of cases: newest first, or for what was typed the best matches first.

Nothing is counted past 10,000, and a page costs as many queries for one row as for fifty.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core import signing
from django.db.models import F, Q

from cases import words
from cases.queries import CaseQuerySet
from cases.search import persons_and_cases

if TYPE_CHECKING:
    from cases.models import Case
    from central_offices.models import Officer

MOST_COUNTED = 10_000
REFERENCE = re.compile(r"^[A-Z]{2,8}-(\d{4}(-\d{1,6})?)?$")


@dataclass
class Page:
    """Some rows, cursors to what comes before and after, and how many there are (capped)."""

    rows: "list[Case]"
    next: str = ""
    previous: str = ""
    count: int = 0
    matches: dict[UUID, persons_and_cases.Found] = field(default_factory=dict)

    @property
    def is_capped(self) -> bool:
        return self.count > MOST_COUNTED


class BadCursor(ValueError):
    """The address of a page that was changed on its way."""


Shape = Callable[[Any], Any]


def whole(rows: Any) -> Any:
    """Rows as they are. Another shape may join more: only what is shown takes it, no count."""
    return rows


def page(
    rows: Any,
    cursor: str = "",
    size: int = 50,
    *,
    counted: bool = True,
    shape: Shape = whole,
) -> Page:
    """The rows before or after the cursor, newest first."""
    mark = _read(cursor)
    found, back = list(shape(_beyond(rows, mark))[: size + 1]), bool(mark and mark.get("back"))
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    last, first = (found[-1], found[0]) if found else (None, None)
    result = Page(
        found,
        next=_mark(last) if last and (more or back) else "",
        previous=_mark(first, back=True) if first and (more if back else mark) else "",
    )
    return _counted(result, cursor, lambda: count(rows)) if counted else result


def typed(
    officer: "Officer",
    rows: CaseQuerySet,
    text: str,
    cursor: str = "",
    size: int = 50,
    *,
    counted: bool = True,
    shape: Shape = whole,
) -> Page:
    """The rows that match what was typed: a reference, else persons by name, then words."""
    if is_reference(text):
        rows = rows.filter(reference__startswith=text.strip().upper())
        return page(rows, cursor, size, counted=counted, shape=shape)
    matches = persons_and_cases.cases_of(persons_and_cases.persons(officer, text), rows)
    ranked = list(matches)
    has_words = words.containing(text)
    rest = rows.filter(has_words).exclude(pk__in=ranked) if has_words else rows.none()
    both = (rows, ranked), rest
    result = _one_after_the_other(*both, _read(cursor) or {}, size, shape)
    result.matches = matches
    return _counted(result, cursor, lambda: len(ranked) + count(rest)) if counted else result


def _one_after_the_other(
    first: tuple[Any, list[UUID]], rest: Any, mark: dict[str, Any], size: int, shape: Shape
) -> Page:
    """A page of what is ranked, in its order, and of `rest` newest first once that is exhausted."""
    rows, ranked = first
    start = len(ranked) if "at" in mark else mark.get("from", 0)
    wanted = ranked[start : start + size]
    by_id = {row.pk: row for row in shape(rows.filter(pk__in=wanted))} if wanted else {}
    found = [by_id[pk] for pk in wanted if pk in by_id]
    if start + size < len(ranked):
        return Page(found, next=_from(start + size))
    room = size - len(found)
    # Sorted by what no index holds: the planner must start from the words, however rare they are.
    rest = rest.alias(filed=F("created_at") + timedelta(0))
    further = _beyond(rest, mark if "at" in mark else None).order_by("-filed", "-pk")
    further = list(shape(further)[: room + 1])
    more, further = len(further) > room, further[:room]
    following = (_mark(further[-1]) if further else _from(len(ranked))) if more else ""
    return Page(found + further, next=following)


def is_reference(text: str) -> bool:
    """Whether a reference, or the beginning of one, was typed: KEN-2026-000481, KEN-2026."""
    return bool(REFERENCE.match(text.strip().upper()))


def count(rows: CaseQuerySet) -> int:
    """How many there are; 10,001 stands for more than 10,000."""
    return rows.order_by().values("pk")[: MOST_COUNTED + 1].count()


def _counted(result: Page, cursor: str, ask: Callable[[], int]) -> Page:
    """A first page that is also the last counts itself; otherwise the database is asked."""
    whole = not cursor and not result.next
    result.count = len(result.rows) if whole else min(ask(), MOST_COUNTED + 1)
    return result


def _beyond(rows: CaseQuerySet, mark: dict[str, Any] | None) -> CaseQuerySet:
    if not mark:
        return rows.order_by("-created_at", "-pk")
    at, pk = datetime.fromisoformat(mark["at"]), UUID(mark["id"])
    if mark.get("back"):
        later = Q(created_at__gt=at) | Q(created_at=at, pk__gt=pk)
        return rows.filter(later, created_at__gte=at).order_by("created_at", "pk")
    earlier = Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk)
    return rows.filter(earlier, created_at__lte=at).order_by("-created_at", "-pk")


def _from(place: int) -> str:
    return signing.dumps({"from": place}, salt="cases")


def _mark(row: "Case", back: bool = False) -> str:
    mark = {"at": row.created_at.isoformat(), "id": str(row.pk)}
    return signing.dumps(mark | ({"back": 1} if back else {}), salt="cases")


def _read(cursor: str) -> dict[str, Any] | None:
    if not cursor:
        return None
    try:
        return signing.loads(cursor, salt="cases")
    except signing.BadSignature as error:
        raise BadCursor from error
