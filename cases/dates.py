"""Dates as people know them: a year, a month, a range, about, in one of five calendars.

A `PartialDate` is an interval of days that remembers how it was written. What is not known is
never filled in: a year stays a year and is never shown as 1 January (docs/laws.md F15).

The spelling is that of the Extended Date/Time Format (EDTF, part of ISO 8601-2:2019) as far as
people need it: less precise dates `1979` and `1979-07`, approximate ones with `~`, an interval as
`1950..1955` instead of with a slash, which people put between year and month; the calendar is
named behind. `cases.calendars` knows which days of ours that may have been.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from cases.calendars import YEARS, Calendar, days, last_month, month_days, month_length
from kernel.values import date_words

YEAR = timedelta(days=366)


def _(text: str) -> str:
    """Mark a sentence for translation; whoever shows it translates it."""
    return text


class Certainty(StrEnum):
    """How well a date is known."""

    EXACT = "EXACT"
    APPROX = "APPROX"
    RANGE = "RANGE"
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
    """Day and month cannot be told apart."""


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
    """An interval of days that remembers how it was written; equal when it means the same."""

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
        if self.start is None:
            return ""
        span = str(self.start) if self.start == self.end else f"{self.start}..{self.end}"
        about = "~" if self.certainty is Certainty.APPROX else ""
        return span + about + SUFFIX[self.calendar]

    def __str__(self) -> str:
        return self.text

    def age_between(self, on: date) -> tuple[int, int] | None:
        """The youngest and the oldest this birth date allows on a day, in completed years.

        None when the date is unknown or the person cannot have been born by then.
        """
        if self.earliest is None or self.latest is None or on < self.earliest:
            return None
        return max(0, _years(self.latest, on)), _years(self.earliest, on)

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
HYPHENS = re.compile("[\u2010\u2011\u2012\u2015\u2043\u2212\ufe58\ufe63]")
NAMES_OF_UNKNOWN = {"", "?", "unknown", "n/a", "-"}
MARKS = [
    (re.compile(r"\s*(?:a\.?h\.?|h|هـ?)$"), Calendar.HIJRI),
    (re.compile(r"\s*(?:s\.?h\.?|a\.?p\.?|ش|هـ? ?ش)$"), Calendar.SOLAR_HIJRI),
    (re.compile(r"\s*(?:(?<![a-z])e\.?c\.?|ዓ[./]?ም\.?)$"), Calendar.ETHIOPIAN),
    (
        re.compile(r"^(?:中華民國|民國|民国|minguo|roc)\s*|\s*(?:minguo|r\.?o\.?c\.?)$"),
        Calendar.MINGUO,
    ),
]
ABOUT = re.compile(
    r"^(?:circa|ca\.?|c\.|about|approximately|approx\.?|vers|environ|hacia|около|حوالي|约|約|~)"
    r"(?:\s+|(?=\d))"
)
RANGE = re.compile(
    r"\s*(?:\.\.+|…|–|—)\s*|(?<=^\d{4})\s*[-/]\s*(?=\d{4}$)|\s+(?:to|and|or|et|ou|y|o|и|или|أو)\s+"
)
EITHER_OR = re.compile(r"\s(?:or|ou|o|или|أو)\s")
EITHER = re.compile(r"^(?:between|from|entre|de|между|بين)\s+(?=.*\d)")
# What word processors make of the hyphens of a day; between two years they are a range.
DASHED = re.compile(r"^(\d{4})[–—](\d{1,2})[–—](\d{1,2})$")
POINT = re.compile(r"^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?$")
MINGUO_POINT = re.compile(r"^(\d{1,4})(?:([-/.年])(\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?$")
DAY_FIRST = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$")


def parse(text: str, calendar: Calendar | str | None = None) -> PartialDate:
    """Read `1979`, `1979-07`, `1979/07/21`, `1979/00/00`, `1950..1955`, `circa 1979`, `68 ROC`.

    An empty text is the unknown date. `calendar` is the one chosen beside the field; a mark in
    the text (`AH`, `SH`, `EC`, `ROC`) says the same and must not contradict it. Raises
    AmbiguousDate, UnreadableDate or ImpossibleDate, all ValueErrors, with a sentence to show.
    """
    written = _western(text)[:80].strip().lower()
    if written in NAMES_OF_UNKNOWN:
        return replace(UNKNOWN, as_written=text.strip())
    rest, marked = _calendar(DASHED.sub(r"\1-\2-\3", written))
    chosen = Calendar(calendar) if calendar else None
    if marked and chosen and marked is not chosen:
        raise ImpossibleDate(
            _("“%(text)s” names another calendar than the one chosen. Keep one of them."),
            text=text,
        )
    stripped = ABOUT.sub("", rest)
    parted = EITHER.sub("", stripped)
    about = stripped != rest or stripped.endswith("~")
    stripped = parted if RANGE.search(parted) else stripped
    known = marked or chosen or Calendar.GREGORIAN
    parts = RANGE.split(stripped.removesuffix("~").strip(), 1)
    points = [_point(part, text, known) for part in parts]
    read = between(points[0], points[-1], known, about=about)
    if EITHER_OR.search(stripped) and not _adjoin(points[0], points[-1], known):
        raise UnreadableDate(
            _("“%(text)s” leaves out what lies between. Write it as a range, 1979..1985."),
            text=text,
        )
    return replace(read, as_written=text.strip())


def _adjoin(one: Point, other: Point, calendar: Calendar) -> bool:
    return _span(other, calendar)[0] - _span(one, calendar)[1] <= timedelta(days=1)


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


def _about(point: Point, edge: date, way: int, calendar: Calendar) -> date:
    """How far "about" reaches: two years about a year, three months a month, 31 days a day."""
    if point.month:
        return edge + way * timedelta(days=31 if point.day else 92)
    year = point.year + 2 * way
    if way < 0:
        return month_days(calendar, year, 1)[0]
    return month_days(calendar, year, last_month(calendar))[1]


def _western(text: str) -> str:
    """Digits of any script as 0 to 9, compatibility forms folded, invisible marks dropped."""
    folded = HYPHENS.sub("-", unicodedata.normalize("NFKC", text[:200].strip()))
    folded = re.sub(r"(?<=\d)\.$", "", folded)  # the end of a sentence
    digits = (str(unicodedata.digit(c, c)) for c in folded if unicodedata.category(c) != "Cf")
    return "".join(digits)


def _calendar(text: str) -> tuple[str, Calendar | None]:
    for mark, calendar in reversed(MARKS):
        if (rest := mark.sub("", text)) != text:
            return rest, calendar
    return text, None


def _point(part: str, text: str, calendar: Calendar) -> Point:
    part = part.strip()
    if calendar is Calendar.GREGORIAN:
        part = date_words.figures(part) or part
    form = MINGUO_POINT if calendar is Calendar.MINGUO else POINT
    if match := form.match(part):
        year, month, day = (int(match[i] or 0) for i in (1, 3, 4))
        if day and not month:
            raise ImpossibleDate(_("“%(text)s” gives a day without a month."), text=text)
        return Point(year, month or None, day or None)
    if match := DAY_FIRST.match(part):
        raise AmbiguousDate(_ambiguous(match), text=text, year=match[3], a=match[1], b=match[2])
    raise UnreadableDate(
        _("“%(text)s” is not read as a date. Write the year first: 1979, 1979-07 or 1979-07-21."),
        text=text,
    )


def _ambiguous(match: re.Match[str]) -> str:
    if len(match[3]) == 2:
        return _("“%(text)s” doesn't say which part is the year. Write the year first: 1979-07-21.")
    return _(
        "“%(text)s” doesn't say which part is the month. "
        "Write the year first: %(year)s-%(b)s-%(a)s or %(year)s-%(a)s-%(b)s."
    )


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
