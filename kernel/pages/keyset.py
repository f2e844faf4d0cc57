"""Pages of rows by a signed cursor: newest first, counted up to 10,000.

A page starts at a row and not at a number of rows, so that the last page costs what the first
costs. A page takes as many queries for one row as for fifty.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core import signing
from django.db import models
from django.db.models import Q

MAX_COUNTED_ROWS = 10_000
ROWS_A_PAGE = 50
SALT = "keyset"

Row = TypeVar("Row")
AnyPage = TypeVar("AnyPage", bound="Page[Any]")
Rows = TypeVar("Rows", bound=models.QuerySet[Any])
Shape = Callable[[Any], Any]


@dataclass
class Page(Generic[Row]):
    """Some rows, cursors to what comes before and after, and how many there are (capped)."""

    rows: list[Row]
    next: str = ""
    previous: str = ""
    count: int = 0

    @property
    def is_capped(self) -> bool:
        return self.count > MAX_COUNTED_ROWS


class BadCursor(ValueError):
    """The address of a page that was changed on its way."""


def whole(rows: Any) -> Any:
    """Rows as they are. Another shape may join more: only what is shown takes it, no count."""
    return rows


def page(
    rows: models.QuerySet[Any],
    cursor: str = "",
    size: int = ROWS_A_PAGE,
    *,
    counted: bool = True,
    shape: Shape = whole,
) -> Page[Any]:
    """The rows before or after the cursor, newest first. Raises BadCursor.

    The rows have `created_at` and a UUID as their key.
    """
    position = read_cursor(cursor)
    found, back = list(shape(beyond(rows, position))[: size + 1]), "back" in position
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    last, first = (found[-1], found[0]) if found else (None, None)
    result = Page(
        found,
        next=cursor_at(last) if last and (more or back) else "",
        previous=cursor_at(first, back=True) if first and (more if back else position) else "",
    )
    return with_count(result, cursor, lambda: count(rows)) if counted else result


def count(rows: models.QuerySet[Any]) -> int:
    """How many there are; 10,001 stands for more than 10,000."""
    return rows.order_by().values("pk")[: MAX_COUNTED_ROWS + 1].count()


def with_count(result: AnyPage, cursor: str, ask: Callable[[], int]) -> AnyPage:
    """A first page that is also the last counts itself; otherwise the database is asked."""
    is_everything = not cursor and not result.next
    result.count = len(result.rows) if is_everything else min(ask(), MAX_COUNTED_ROWS + 1)
    return result


def beyond(rows: Rows, position: dict[str, Any]) -> Rows:
    """The rows after a position (before it, if the reader goes back), newest first."""
    if "at" not in position:  # the first page, or a place in a search that is no longer made
        return rows.order_by("-created_at", "-pk")
    at, pk = datetime.fromisoformat(position["at"]), UUID(position["id"])
    # The second condition follows from the first; only from it the planner takes a range.
    if position.get("back"):
        later = Q(created_at__gt=at) | Q(created_at=at, pk__gt=pk)
        return rows.filter(later, created_at__gte=at).order_by("created_at", "pk")
    earlier = Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk)
    return rows.filter(earlier, created_at__lte=at).order_by("-created_at", "-pk")


def cursor_at(row: Any, *, back: bool = False) -> str:
    """The cursor that stands at a row."""
    position = {"at": row.created_at.isoformat(), "id": str(row.pk)}
    return sign(position | ({"back": 1} if back else {}))


def sign(position: dict[str, Any]) -> str:
    """A position as a cursor that nobody can make up."""
    return signing.dumps(position, salt=SALT)


def read_cursor(cursor: str) -> dict[str, Any]:
    """The position of a cursor; none for an empty one. Raises BadCursor."""
    if not cursor:
        return {}
    try:
        position: dict[str, Any] = signing.loads(cursor, salt=SALT)
    except signing.BadSignature as error:
        raise BadCursor from error
    return position
