"""Days as a frozen notice holds them: an interval, and how it was written (payload.Day)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from cases import dates
from cases.calendars import Calendar
from cases.dates import Certainty
from notices.payload.shape import Day


@dataclass(frozen=True)
class Span:
    """Ends of a date that no single year, month or day says, each as in its calendar.

    `kind` is a name under [date] of the wordings of papers: APPROX, RANGE, BEFORE, AFTER or EITHER,
    FROM or UNTIL; `calendar` is the sign of another calendar than ours, such as " AH".
    """

    kind: str
    first: str = ""
    last: str = ""
    calendar: str = ""


@dataclass(frozen=True)
class PartialDate:
    """A date as far as it is known. `written` is how the source put it, if that says more.

    `said` is how it is said where no year, month or day says it, and after it the days of our
    calendar that it means. `note` is what the source adds, such as "from a false passport".
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    year_to: int | None = None
    approximate: bool = False
    written: str = ""
    note: str = ""
    said: tuple[Span, ...] = ()


def day(
    earliest: date | None, latest: date | None, written: str = "", calendar: str = "gregorian"
) -> Day | None:
    """The interval as plain values; None when neither a day nor a wording is known."""
    if earliest is None and latest is None and not written:
        return None
    return {
        "earliest": earliest.isoformat() if earliest else None,
        "latest": latest.isoformat() if latest else None,
        "written": written,
        "calendar": calendar,
    }


def bounds(value: Day | None) -> tuple[date | None, date | None]:
    """The first and the last day that it can be."""
    if not value:
        return None, None
    ends = value.get("earliest"), value.get("latest")
    first, last = (date.fromisoformat(end) if end else None for end in ends)
    return first, last


def parts(value: Day | None) -> tuple[int | None, int | None, int | None]:
    """(year, month, day) as far as the interval is one year, one month or one day."""
    first, last = bounds(value)
    if first is None or last is None or first.year != last.year or said(value):
        return None, None, None
    if first == last:
        return first.year, first.month, first.day
    whole_month = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if first.month == last.month and whole_month:
        return first.year, first.month, None
    whole_year = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return (first.year, None, None) if whole_year else (None, None, None)


def said(value: Day | None) -> dates.PartialDate | None:
    """The date as written, where its interval does not say it: about, before, one or the other.

    An open end of an interval stands at the first or last day that the product keeps.
    """
    if not value or None in bounds(value):
        return None
    try:
        read = dates.parse(value.get("written", ""), value.get("calendar"))
    except dates.DateRefused:
        return None
    plain = read.certainty in {Certainty.EXACT, Certainty.RANGE, Certainty.UNKNOWN}
    return None if plain else read


def public(value: Day | None) -> str | None:
    """As the public service writes it: 1979/08/03, 1979/08/00, 1979; None when it is no such."""
    year, month, number = parts(value)
    if year is None:
        return None
    if month is None:
        return str(year)
    return f"{year}/{month:02}/{number or 0:02}"


def printed(value: Day | None) -> PartialDate | None:
    """As a paper prints it; what is neither a day, a month nor years keeps its own wording."""
    if not value:
        return None
    year, month, number = parts(value)
    written, note = value.get("written", ""), value.get("note", "")
    if read := said(value):
        return PartialDate(said=spans(read), note=note)
    if year is not None:
        written = written if value.get("calendar", "gregorian") != "gregorian" else ""
        about = value.get("approximate", False)
        return PartialDate(year, month, number, approximate=about, written=written, note=note)
    first, last = bounds(value)
    if first and last and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        about = value.get("approximate", False)
        return PartialDate(first.year, year_to=last.year, approximate=about, note=note)
    known = (_days(first, last),) if not written and (first or last) else ()
    return PartialDate(written=written, said=known, note=note)


def printed_day(iso: str | None) -> PartialDate | None:
    """A day that is exactly known, as a paper prints it."""
    if not iso:
        return None
    known = date.fromisoformat(iso)
    return PartialDate(known.year, known.month, known.day)


def spans(read: dates.PartialDate) -> tuple[Span, ...]:
    """In the calendar of the text; of another than ours with the days that it means."""
    said = Span(read.certainty, str(read.start), str(read.end), dates.SUFFIX[read.calendar])
    if read.calendar is Calendar.GREGORIAN:
        return (said,)
    first = None if read.certainty is Certainty.BEFORE else read.earliest
    last = None if read.certainty is Certainty.AFTER else read.latest
    return (said, _days(first, last))


def _days(first: date | None, last: date | None) -> Span:
    if first is None or last is None:
        known = str(first or last)
        return Span("FROM" if first else "UNTIL", known, known)
    return Span("RANGE", str(first), str(last))
