"""Dates as people know them, as intervals of days that remember how they were written.

What is not known is never filled in: a year stays a year and is never shown as 1 January
(docs/laws.md F15). An open end, as of "before 1980", reaches to the first or last day of which the
product keeps anything: so that whoever compares days takes nothing for certain that nobody said.

The spelling is that of the Extended Date/Time Format (EDTF, part of ISO 8601-2:2019) as far as
people need it: less precise dates `1979` and `1979-07`, approximate ones with `~`, an interval as
`1950..1955` instead of with a slash, which people put between year and month. `before 1980`,
`after 1980` and `1970 or 1985` stand in words; the calendar is named behind. `cases.calendars`
knows which days of ours that may have been.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from cases.calendars import YEARS, Calendar, days, last_month, month_days, month_length
from kernel.values import bounds

YEAR = timedelta(days=366)
A_DAY = timedelta(days=1)


def _(text: str) -> str:
    """Mark a sentence for translation; whoever shows it translates it."""
    return text


class Certainty(StrEnum):
    """How well a date is known."""

    EXACT = "EXACT"
    APPROX = "APPROX"
    RANGE = "RANGE"
    BEFORE = "BEFORE"
    AFTER = "AFTER"
    EITHER = "EITHER"
    UNKNOWN = "UNKNOWN"


class DateRefused(ValueError):
    """A date that cannot be taken as written, with the sentence that says why.

    `message` is the English template and `params` its values, so that a form can show
    `gettext(error.message) % error.params`; `str(error)` is the English sentence.
    """

    def __init__(self, message: str, **params: object):
        self.message, self.params = message, params
        super().__init__(message % params)


class AmbiguousDate(DateRefused):
    """Day and month cannot be told apart, or one date from two."""


class UnreadableDate(DateRefused):
    """The text is not one of the forms that are read."""


class ImpossibleDate(DateRefused):
    """The text is read, but there is no such day, month, year or range."""


@dataclass(frozen=True, slots=True)
class Point:
    """A year, month or day in its own calendar; what is not known is None."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [str(self.year), *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """An interval of days that remembers how it was written; equal when it means the same.

    Of one or the other (EITHER) the interval holds what lies between, too: it rules out nothing
    that may be.
    """

    start: Point | None
    end: Point | None
    calendar: Calendar
    certainty: Certainty
    earliest: date | None
    latest: date | None
    as_written: str = field(default="", compare=False)

    @property
    def is_known(self) -> bool:
        return self.earliest is not None

    @property
    def text(self) -> str:
        """The date in the one spelling that `parse` reads back: `1979`, `1979~`, `1400 AH`."""
        return self.said(SPELLINGS)

    def said(self, patterns: Mapping[Certainty, str]) -> str:
        """The date by a pattern for each certainty, with `first`, `last` and `date`; or empty."""
        if self.start is None:
            return ""
        ends = {"first": str(self.start), "last": str(self.end)}
        span = ends["first"] if self.start == self.end else patterns[Certainty.RANGE] % ends
        return patterns[self.certainty] % (ends | {"date": span}) + SUFFIX[self.calendar]

    def __str__(self) -> str:
        return self.text

    def age_between(self, on: date) -> tuple[int, int | None] | None:
        """The youngest and the oldest this birth date allows on a day, in completed years.

        The oldest is None where nothing says it. None when the date is unknown or the person
        cannot have been born by then.
        """
        if self.earliest is None or self.latest is None or on < self.earliest:
            return None
        oldest = None if self.certainty is Certainty.BEFORE else _years(self.earliest, on)
        return max(0, _years(self.latest, on)), oldest

    def overlaps(self, other: "PartialDate", slack: timedelta = timedelta(0)) -> bool | None:
        """Whether both may be the same day, `slack` apart at most; None when one is unknown.

        In SQL: `born_earliest <= q.latest + slack AND born_latest >= q.earliest - slack`.
        """
        if not (self.earliest and self.latest and other.earliest and other.latest):
            return None
        return self.earliest - other.latest <= slack and other.earliest - self.latest <= slack

    def years(self) -> range:
        """Every Gregorian year the interval touches; empty when the date is unknown."""
        if self.earliest is None or self.latest is None:
            return range(0)
        return range(self.earliest.year, self.latest.year + 1)


UNKNOWN = PartialDate(None, None, Calendar.GREGORIAN, Certainty.UNKNOWN, None, None)
SUFFIX = {
    Calendar.GREGORIAN: "",
    Calendar.HIJRI: " AH",
    Calendar.SOLAR_HIJRI: " SH",
    Calendar.ETHIOPIAN: " EC",
    Calendar.MINGUO: " ROC",
}
SPELLINGS = {
    Certainty.EXACT: "%(date)s",
    Certainty.APPROX: "%(date)s~",
    Certainty.RANGE: "%(first)s..%(last)s",
    Certainty.BEFORE: "before %(date)s",
    Certainty.AFTER: "after %(date)s",
    Certainty.EITHER: "%(first)s or %(last)s",
}


def between(
    start: Point, end: Point, calendar: Calendar = Calendar.GREGORIAN, *, about: bool = False
) -> PartialDate:
    """The date from one point to another; the same point twice is that point.

    Raises ImpossibleDate when a point does not exist or the range runs backwards.
    """
    earliest, latest = _span(start, calendar)[0], _span(end, calendar)[1]
    if latest < earliest:
        raise ImpossibleDate(
            _("The range ends before it starts: %(start)s comes after %(end)s."),
            start=start,
            end=end,
        )
    certainty = Certainty.EXACT if start == end else Certainty.RANGE
    if about:
        certainty = Certainty.APPROX
        earliest = _about(start, earliest, -1, calendar)
        latest = _about(end, latest, 1, calendar)
    return PartialDate(start, end, calendar, certainty, earliest, latest)


def one_or_the_other(one: Point, other: Point, calendar: Calendar) -> PartialDate:
    """The date that is at one of two points, the earlier one first; those that adjoin are a range.

    Raises ImpossibleDate when a point does not exist.
    """
    first, last = sorted((one, other), key=lambda point: _span(point, calendar))
    read = between(first, last, calendar)
    if _span(last, calendar)[0] - _span(first, calendar)[1] <= A_DAY:
        return read
    return replace(read, certainty=Certainty.EITHER)


def open_ended(point: Point, calendar: Calendar, certainty: Certainty) -> PartialDate:
    """The date BEFORE or AFTER a point, which itself it is not.

    Raises ImpossibleDate when the point does not exist, or nothing is kept of what lies there.
    """
    edges = _span(point, calendar)
    day = _span(replace(point, month=point.month or 1, day=point.day or 1), calendar)
    doubt = day[1] - day[0]  # of a calendar whose days are not known for sure
    if certainty is Certainty.BEFORE:
        earliest, latest = bounds.FIRST_DAY, edges[0] + doubt - A_DAY
    else:
        earliest, latest = edges[1] - doubt + A_DAY, bounds.LAST_DAY
    if latest < earliest:
        limits = {"first": bounds.FIRST_DAY, "last": bounds.LAST_DAY}
        raise ImpossibleDate(_("No day before %(first)s or after %(last)s is kept."), **limits)
    return PartialDate(point, point, calendar, certainty, earliest, latest)


def _about(point: Point, edge: date, way: int, calendar: Calendar) -> date:
    """How far "about" reaches: two years about a year, three months a month, 31 days a day."""
    if point.month:
        return edge + way * timedelta(days=31 if point.day else 92)
    year = point.year + 2 * way
    if way < 0:
        return month_days(calendar, year, 1)[0]
    return month_days(calendar, year, last_month(calendar))[1]


def _span(point: Point, calendar: Calendar) -> tuple[date, date]:
    """The first and the last Gregorian day of a point."""
    first, last = YEARS[calendar]
    if not first <= point.year <= last:
        raise ImpossibleDate(
            _("The year %(year)s is not between %(first)s and %(last)s. Check the calendar."),
            year=point.year,
            first=first,
            last=last,
        )
    months = (point.month, point.month) if point.month else (1, last_month(calendar))
    if not 1 <= months[0] <= last_month(calendar):
        raise ImpossibleDate(_("There is no month %(month)s."), month=point.month)
    if not point.day:
        begin, end = (month_days(calendar, point.year, month) for month in months)
        return begin[0], end[1]
    if point.day > month_length(calendar, point.year, months[0]):
        raise ImpossibleDate(
            _("There is no day %(day)s in %(month)s."),
            day=point.day,
            month=Point(point.year, point.month),
        )
    return days(calendar, point.year, months[0], point.day)


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
