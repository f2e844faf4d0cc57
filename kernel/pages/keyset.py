"""Pages of rows by a signed cursor: newest first or in another order.

A page starts at a row and not at a number of rows, so that the last page costs what the first
costs. A page takes as many queries for one row as for fifty. Nothing is counted beyond a page
(docs/decisions/0052-lists-count-a-page.md).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Value
from django.http import QueryDict

from kernel.values import sorting

ROWS_A_PAGE = MAX_COUNTED_ROWS = 50
SALT = "keyset"

Row = TypeVar("Row")
AnyPage = TypeVar("AnyPage", bound="Page[Any]")
Rows = TypeVar("Rows", bound=models.QuerySet[Any])
Shape = Callable[[Any], Any]


@dataclass
class Page(Generic[Row]):
    """Some rows, and cursors to what comes before and after.

    There are `count` rows in all, or more than `count` if it is capped.
    """

    rows: list[Row]
    next: str = ""
    previous: str = ""
    count: int = 0
    is_capped: bool = False


class Order(NamedTuple):
    """The column of a table by which its rows stand, equal ones by their key.

    Names stand in the order of the reader's language.
    """

    column: str
    is_falling: bool = True
    is_name: bool = False


NEWEST_FIRST = Order("created_at")


class BadCursor(ValueError):
    """The address of a page that was changed on its way."""


def whole(rows: Any) -> Any:
    """Rows as they are. Another shape may join more: only what is shown takes it, no count."""
    return rows


def asked(
    rows: models.QuerySet[Any],
    query: QueryDict,
    order: Order = NEWEST_FIRST,
    size: int | None = None,
    **how: Any,
) -> Page[Any]:
    """The page of a list that `page` in its address asks for; the first for a bad cursor."""
    size = size or ROWS_A_PAGE
    try:
        return page(rows, query.get("page", ""), size, order=order, **how)
    except BadCursor:
        return page(rows, "", size, order=order, **how)


def links(page: Page[Any], query: QueryDict) -> dict[str, str]:
    """The addresses of the next and the previous page of a list, empty where there is none."""

    def address(cursor: str) -> str:
        changed = query.copy()
        changed["page"] = cursor
        return f"?{changed.urlencode()}" if cursor else ""

    return {"next": address(page.next), "previous": address(page.previous)}


def page(
    rows: models.QuerySet[Any],
    cursor: str = "",
    size: int = ROWS_A_PAGE,
    *,
    order: Order = NEWEST_FIRST,
    shape: Shape = whole,
) -> Page[Any]:
    """The rows before or after the cursor, in this order. Raises BadCursor."""
    position = read_cursor(cursor)
    found, back = list(shape(beyond(rows, position, order))[: size + 1]), "back" in position
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    last, first = (found[-1], found[0]) if found else (None, None)
    has_previous = more if back else position
    result = Page(
        found,
        next=cursor_at(last, order) if last and (more or back) else "",
        previous=cursor_at(first, order, back=True) if first and has_previous else "",
    )
    return with_count(result, cursor, size)


def count(rows: models.QuerySet[Any], order: Order = NEWEST_FIRST) -> int:
    """How many there are, read like a page; one more than MAX_COUNTED_ROWS stands for more."""
    return beyond(rows, {}, order).values("pk")[: MAX_COUNTED_ROWS + 1].count()


def with_count(result: AnyPage, cursor: str, size: int) -> AnyPage:
    """The page with what is known of how many there are: all, if it is the only one."""
    result.is_capped = bool(cursor or result.next)
    result.count = size if result.is_capped else len(result.rows)
    return result


def known(page: Page[Any]) -> dict[str, Any]:
    """The data of an event that somebody was shown this page; one more stands for "more"."""
    count = page.count + page.is_capped
    return {"count": count, "shown": [str(row.pk) for row in page.rows]}


def beyond(rows: Rows, position: dict[str, Any], order: Order = NEWEST_FIRST) -> Rows:
    """The rows after a position (before it, if the reader goes back). Raises BadCursor."""
    column, back = order.column, bool(position.get("back"))
    if order.is_name:
        rows, column = rows.annotate(as_sorted=sorting.of(column)), "as_sorted"
    falls = order.is_falling != back
    sorted_by = (f"-{column}", "-pk") if falls else (column, "pk")
    if "at" not in position:  # the first page, or a place in a search that is no longer made
        return rows.order_by(*sorted_by)
    at, pk = _read(rows, order.column, position["at"]), _read(rows, "pk", position.get("id"))
    if order.is_name:
        at = sorting.of(Value(at))
    way = "lt" if falls else "gt"
    further = Q(**{f"{column}__{way}": at}) | Q(**{column: at, f"pk__{way}": pk})
    # The second condition follows from the first; only from it the planner takes a range.
    return rows.filter(further, **{f"{column}__{way}e": at}).order_by(*sorted_by)


def _read(rows: models.QuerySet[Any], column: str, value: Any) -> Any:
    """A value of a cursor as its column holds it; the cursor of another list has none of it."""
    meta = rows.model._meta
    field = meta.pk if column == "pk" else meta.get_field(column)
    try:
        return field.to_python(value)
    except ValidationError as error:
        raise BadCursor from error


def cursor_at(row: Any, order: Order = NEWEST_FIRST, *, back: bool = False) -> str:
    """The cursor that stands at a row."""
    at = getattr(row, order.column)
    position = {"at": at.isoformat() if isinstance(at, datetime) else at, "id": str(row.pk)}
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
