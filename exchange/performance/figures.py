"""Figures of the time limits that an office and its partners keep, of what one may see.

The rows come from `visible_to`, so that no figure tells of a request that its reader may not see.
What was late because the office could not be reached is counted apart (docs/laws.md E6).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from central_offices.models import CentralOffice, Officer
from exchange.models import Escalation, RecipientStatus, RequestRecipient
from exchange.queries import may_read
from kernel import acting, clock
from kernel.errors import NotPermitted

MIN_REQUESTS_SHOWN = 5  # below it a share or a median says nothing, and could tell of one request
LEFT_OUT = [RecipientStatus.DRAFT, RecipientStatus.RECALLED, RecipientStatus.RECALL_TOO_LATE]
DIMENSIONS = ("type", "urgency", "partner", "week")
DAYS = (30, 90, 365)
LATELY_SPAN = timedelta(hours=24)


def demand_reader(officer: Officer) -> None:
    """Raises NotPermitted for who does not work with requests of the own office."""
    if not may_read(officer):
        raise NotPermitted(_("Performance is shown to who works with requests."))


# One pass over the rows; each limit is on time, late, or late while the office was out of reach.
# `timed`: when the clocks began, and what the reply clock was put off by. `counted`: whether a
# limit is decided (`known`), missed (`over`), and missed by no more than the office was `away`.
# Grouping sets give the totals and every dimension at once; which of them a row belongs to is told
# by grouping(), since the name of a group may be null itself. What is unanswered counts as answered
# in infinity for the 80 %, so that a slow office isn't praised for its quick answers alone.
SQL = """
WITH side AS ({rows}), counted AS (
  SELECT *, coalesce(acknowledged_at, at) > ack_due AS ack_over,
    acknowledged_at IS NOT NULL OR ack_due < at AS ack_known,
    coalesce(answered_at, paused_at, at) > reply_until AS reply_over,
    answered_at IS NOT NULL OR (reply_until < at AND paused_at IS NULL) AS reply_known,
    coalesce(acknowledged_at, at) - ack_due <= away OR excused AS ack_away,
    coalesce(answered_at, paused_at, at) - reply_until <= away OR excused AS reply_away,
    extract(epoch FROM acknowledged_at - begun)::float8 AS ack_seconds,
    extract(epoch FROM answered_at - begun)::float8 - paused_seconds AS answer_seconds
  FROM (SELECT *, %s::timestamptz AS at, coalesce(clock_from, delivered_at) AS begun,
      greatest(reply_due, deferred_until) AS reply_until,
      coalesce(delivered_at - clock_from, interval '0') AS away,
      date_trunc('week', coalesce(clock_from, delivered_at) AT TIME ZONE 'UTC')::date AS week
    FROM side) AS timed)
SELECT {columns}, count(*),
  count(*) FILTER (WHERE delivered_at IS NULL),
  count(*) FILTER (WHERE ack_known AND NOT ack_over),
  count(*) FILTER (WHERE ack_known AND ack_over AND NOT ack_away),
  count(*) FILTER (WHERE reply_known AND NOT reply_over),
  count(*) FILTER (WHERE reply_known AND reply_over AND NOT reply_away),
  count(*) FILTER (WHERE (ack_known AND ack_over AND ack_away)
                      OR (reply_known AND reply_over AND reply_away)),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY ack_seconds),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY answer_seconds),
  percentile_disc(0.8) WITHIN GROUP (ORDER BY coalesce(answer_seconds, 'Infinity')),
  count(*) FILTER (WHERE answered_at IS NULL AND delivered_at IS NOT NULL)
FROM counted GROUP BY GROUPING SETS ({sets})
"""


@dataclass(frozen=True)
class Figures:
    """The figures of some requests; a share or time is None where there are too few of them."""

    count: int
    undelivered: int
    ack_on_time: int
    ack_late: int
    reply_on_time: int
    reply_late: int
    away: int
    ack_median: timedelta | None
    answer_median: timedelta | None
    most_within: timedelta | None
    unanswered: int

    @property
    def enough(self) -> bool:
        return self.count >= MIN_REQUESTS_SHOWN

    @property
    def ack_share(self) -> int | None:
        return _share(self.ack_on_time, self.ack_late)

    @property
    def reply_share(self) -> int | None:
        return _share(self.reply_on_time, self.reply_late)


NOTHING = Figures(0, 0, 0, 0, 0, 0, 0, None, None, None, 0)


class Table(NamedTuple):
    """Figures of everything, and by type, urgency, partner's id and week."""

    all: Figures
    by: dict[str, dict[Any, Figures]]


@dataclass(frozen=True)
class Backlog:
    """The requests open now, however old: how many, their median age and the oldest's."""

    count: int
    median: timedelta | None
    oldest: timedelta | None


class Range(NamedTuple):
    """From when to when, and what narrows it."""

    start: datetime
    end: datetime
    type: str = ""
    urgency: str = ""


def asked_of_us(officer: Officer, span: Range, now: datetime | None = None) -> Table:
    """Figures of what was delivered to the own office in this time, by requesting office."""
    rows = RequestRecipient.objects.to_us(officer)
    rows = rows.filter(delivered_at__gte=span.start, delivered_at__lt=span.end)
    return table(_narrowed(rows, span), "request__owner_office", DIMENSIONS, now)


def asked_by_us(officer: Officer, span: Range, now: datetime | None = None) -> Table:
    """Figures of what the own office sent in this time, by requested office."""
    rows = RequestRecipient.objects.visible_to(officer).filter(
        request__owner_office=officer.office_id,
        request__sent_at__gte=span.start,
        request__sent_at__lt=span.end,
    )
    return table(_narrowed(rows, span), "office", DIMENSIONS, now)


def partners(to_us: Table, by_us: Table) -> list[tuple[CentralOffice, Figures, Figures]]:
    """Every partner with the figures both ways, the one with the most requests first."""
    ours, theirs = to_us.by["partner"], by_us.by["partner"]
    rows = [
        (office, ours.get(pk, NOTHING), theirs.get(pk, NOTHING))
        for pk, office in CentralOffice.objects.in_bulk({*ours, *theirs}).items()
    ]
    return sorted(rows, key=lambda row: (-(row[1].count + row[2].count), row[0].code))


def lately(officer: Officer, now: datetime | None = None) -> Figures:
    """Figures of the last 24 hours' acknowledgements, for the strip of the duty board."""
    now = now or clock.now()
    rows = RequestRecipient.objects.to_us(officer).filter(acknowledged_at__gte=now - LATELY_SPAN)
    return table(rows, "request__owner_office", ("urgency",), now).all


def backlog(officer: Officer, now: datetime | None = None) -> Backlog:
    """The work that waits in the own office now."""
    open_now = RequestRecipient.objects.to_us(officer).open().values("delivered_at")
    return _backlog(open_now, now or clock.now())


def table(
    rows: QuerySet[Any], partner: str, dimensions: tuple[str, ...], now: datetime | None = None
) -> Table:
    """Figures of these rows as of now: one query, whatever they are grouped by."""
    unreachable = Escalation.objects.filter(recipient=OuterRef("pk"), unreachable=True)
    recipients = rows.exclude(status__in=LEFT_OUT).annotate(excused=Exists(unreachable))
    recipients = recipients.values(
        "delivered_at",
        "clock_from",
        "ack_due",
        "reply_due",
        "deferred_until",
        "acknowledged_at",
        "answered_at",
        "paused_at",
        "paused_seconds",
        "excused",
        type=F("request__type__code"),
        urgency=F("request__urgency"),
        partner=F(partner),
    )
    try:
        inner, given = recipients.order_by().query.sql_with_params()
    except EmptyResultSet:  # whoever may see nothing: PostgreSQL need not be asked
        return _table([], dimensions)
    sets = ", ".join(["()", *(f"({name})" for name in dimensions)])
    columns = ", ".join(f"grouping({name}) = 0, {name}" for name in dimensions)
    sql = SQL.format(rows=inner, columns=columns, sets=sets)
    # `rows` say whose; what excuses an office also those asked by whom its ladder isn't read.
    with acting.by_a_rule("figures"), connection.cursor() as cursor:
        cursor.execute(sql, [*given, now or clock.now()])
        return _table(cursor.fetchall(), dimensions)


def _table(found: list[Any], dimensions: tuple[str, ...]) -> Table:
    by: dict[str, dict[Any, Figures]] = {name: {} for name in dimensions}
    everything, width = NOTHING, 2 * len(dimensions)
    for row in found:
        figures = _figures(row[width:])
        keys = dict(zip(dimensions, zip(row[:width:2], row[1:width:2], strict=True), strict=True))
        grouped = [(name, key) for name, (here, key) in keys.items() if here]
        if not grouped:
            everything = figures
        elif grouped[0][1] is not None:
            by[grouped[0][0]][grouped[0][1]] = figures
    return Table(everything, by)


def _figures(row: Any) -> Figures:
    """Counts as they are; times only of enough requests."""
    count, undelivered, unanswered = row[0], row[1], row[10]
    enough = (count - undelivered, count - undelivered - unanswered, count - undelivered)
    times = [
        _time(s) if n >= MIN_REQUESTS_SHOWN else None
        for s, n in zip(row[7:10], enough, strict=True)
    ]
    return Figures(*[*row[:7], *times, unanswered])


def _backlog(rows: QuerySet[Any], now: datetime) -> Backlog:
    inner, given = rows.order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), percentile_cont(0.5) WITHIN GROUP "
            "(ORDER BY extract(epoch FROM %s - delivered_at)::float8), "
            f"max(extract(epoch FROM %s - delivered_at))::float8 FROM ({inner}) AS side",
            [now, now, *given],
        )
        count, median, oldest = cursor.fetchone()
    return Backlog(count, _time(median), _time(oldest))


def _narrowed(rows: Any, span: Range) -> Any:
    if span.type:
        rows = rows.filter(request__type__code=span.type)
    if span.urgency:
        rows = rows.filter(request__urgency=span.urgency)
    return rows


def _time(seconds: float | None) -> timedelta | None:
    """Infinity stands for what is not answered yet."""
    if seconds is None or seconds == float("inf"):
        return None
    return timedelta(seconds=max(0.0, seconds))


def _share(on_time: int, late: int) -> int | None:
    """Per cent on time, of what is decided and not excused; None where that is too little."""
    known = on_time + late
    return 100 * on_time // known if known >= MIN_REQUESTS_SHOWN else None
