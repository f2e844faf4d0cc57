"""The duty board: what the office has to do, by the time that is left on the database's clock.

A reading costs the same few queries for one row and for fifty, and counts no further than
MAX_ROWS_COUNTED.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from central_offices.models import Officer
from exchange.desk.board_version import digest_of
from exchange.desk.long_texts import LONG_TEXTS
from exchange.models import RecipientStatus, RequestRecipient, Urgency
from kernel import clock

ROWS_SHOWN, MAX_ROWS_SHOWN, MAX_ROWS_COUNTED = 50, 200, 1000
HOUR, DAY = timedelta(hours=1), timedelta(hours=24)
LABELS = {
    "over": _("Overdue"),
    "hour": _("Within the hour"),
    "today": _("Within 24 hours"),
    "later": _("Later"),
    "still": _("No clock runs"),
}


class Facets(NamedTuple):
    """The filter of the board: an urgency, whose desk (MINE, NOBODY), the highest level."""

    urgency: str = ""
    desk: str = ""
    shown: int = ROWS_SHOWN
    level: int | None = None


class Group(NamedTuple):
    """Rows of one stretch of time, and how many there are in all, at most MAX_ROWS_COUNTED."""

    key: str
    label: Any
    rows: list[Any]
    total: int


class Board(NamedTuple):
    """One reading of the board."""

    now: datetime
    groups: list[Group]
    figures: dict[str, int]

    @property
    def rows(self) -> list[Any]:
        return [row for group in self.groups for row in group.rows]

    @property
    def level(self) -> int:
        return max((row.request.classification for row in self.rows), default=0)

    @property
    def left_out(self) -> int:
        return self.figures["total"] - len(self.rows)

    @property
    def full(self) -> bool:
        """Whether there may be more than was counted."""
        return self.figures["total"] >= MAX_ROWS_COUNTED

    def digest(self, *more: Any) -> str:
        """Changes whenever something on the board does, or in what is shown beside it."""
        seen = [(g.key, g.total, [_face(r) for r in g.rows]) for g in self.groups]
        return digest_of(seen, self.figures, more)


def read(officer: Officer, facets: Facets | None = None, now: datetime | None = None) -> Board:
    """The board of the officer's office at this moment (now), the least time left first."""
    facets, now = facets or Facets(), now or clock.now()
    rows = _narrowed(RequestRecipient.objects.to_us(officer).open(), officer, facets)
    rows = rows.order_by(F("next_due").asc(nulls_last=True), "delivered_at", "pk")
    figures = _figures(rows, now)
    shown = rows.select_related("request__type", "request__owner_office", "assigned_to")
    shown = shown.defer(*LONG_TEXTS).prefetch_related("escalations")
    found: dict[str, list[Any]] = {key: [] for key in LABELS}
    for row in shown[: min(facets.shown, MAX_ROWS_SHOWN)]:
        found[_group(row, now)].append(row)
    groups = [Group(k, LABELS[k], rows, figures[k]) for k, rows in found.items() if rows]
    return Board(now, groups, figures)


def _face(row: Any) -> tuple[Any, ...]:
    """The values by which a row looks different once they differ."""
    request, levels = row.request, [one.level for one in row.escalations.all()]
    words = request.title, str(request.type), str(request.owner_office), str(row.assigned_to)
    steps = [name for name, _button in getattr(row, "buttons", ())]
    known = row.pk, row.version, row.next_due, levels, steps
    return *known, request.urgency, request.classification, words


def _narrowed(rows: Any, officer: Officer, facets: Facets) -> Any:
    if facets.urgency:
        rows = rows.filter(request__urgency=facets.urgency)
    if facets.level is not None:
        rows = rows.filter(request__classification__lte=facets.level)
    if facets.desk == "MINE":
        rows = rows.filter(assigned_to=officer.pk)
    elif facets.desk == "NOBODY":
        rows = rows.filter(assigned_to=None)
    return rows


def _figures(rows: Any, now: datetime) -> dict[str, int]:
    """How many there are in each group: one query, over the first MAX_ROWS_COUNTED rows."""
    due = {
        "over": Q(next_due__lte=now),
        "hour": Q(next_due__gt=now, next_due__lte=now + HOUR),
        "today": Q(next_due__gt=now + HOUR, next_due__lte=now + DAY),
        "later": Q(next_due__gt=now + DAY),
        "still": Q(next_due=None),
    }
    new = Q(status=RecipientStatus.DELIVERED)
    counts = {key: Count("pk", filter=condition) for key, condition in due.items()}
    counts |= {"total": Count("pk"), "new": Count("pk", filter=new)}
    counts["flash"] = Count("pk", filter=new & Q(urgent=Urgency.FLASH))
    found: dict[str, int] = (
        rows.annotate(urgent=F("request__urgency"))
        .values("pk", "next_due", "status", "urgent")[:MAX_ROWS_COUNTED]
        .aggregate(**counts)
    )
    return found


def _group(row: Any, now: datetime) -> str:
    if row.next_due is None:
        return "still"
    if row.next_due <= now:
        return "over"
    if row.next_due <= now + HOUR:
        return "hour"
    return "today" if row.next_due <= now + DAY else "later"


def count_new(officer: Officer) -> int:
    """How many requests nobody has acknowledged yet: beside the menu's entry."""
    return (
        RequestRecipient.objects.to_us(officer)
        .filter(status=RecipientStatus.DELIVERED)[:100]
        .count()
    )
