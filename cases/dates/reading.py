"""Dates read as they are typed, in six languages and five calendars; what is not plain is asked."""

import re
import unicodedata
from dataclasses import replace

from cases.calendars import Calendar, last_month
from cases.dates.partial import (
    UNKNOWN,
    AmbiguousDate,
    Certainty,
    ImpossibleDate,
    PartialDate,
    Point,
    UnreadableDate,
    _,
    between,
    one_or_the_other,
    open_ended,
)
from kernel.values import date_words

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
BOTH = re.compile(r"\s(?:and|et|y|и)\s")
OPEN = [
    (
        re.compile(r"^(?:before|avant|antes del?|до|قبل|<)\s*(?=\S)|(?<=[\d年月日])\s*之?前$"),
        Certainty.BEFORE,
    ),
    (
        re.compile(
            r"^(?:after|apr[eè]s|despu[eé]s del?|после|بعد|>)\s*(?=\S)|(?<=[\d年月日])\s*之?[后後]$"
        ),
        Certainty.AFTER,
    ),
]
EITHER = re.compile(r"^(?:between|from|entre|de|между|بين)\s+(?=.*\d)")
# What word processors make of the hyphens of a day; between two years they are a range.
END = re.compile(r"(?<=\d)(?:\s*(?:года|г)\.?|\.)$")  # of a sentence, or "of the year"
DASHED = re.compile(r"^(\d{4})[–—](\d{1,2})[–—](\d{1,2})$")
POINT = re.compile(r"^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?$")
MINGUO_POINT = re.compile(r"^(\d{1,4})(?:([-/.年])(\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?$")
TWO_DIGITS = re.compile(r"^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}$")


def parse(text: str, calendar: Calendar | str | None = None) -> PartialDate:
    """Read `1979`, `1979-07`, `1950..1955`, `circa 1979`, `before 1980`, `1970 or 1985`, `68 ROC`.

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
    read = _read(rest, text, marked or chosen or Calendar.GREGORIAN)
    return replace(read, as_written=text.strip())


def _read(rest: str, text: str, calendar: Calendar) -> PartialDate:
    for sign, certainty in OPEN:
        if (point := sign.sub("", rest)) != rest:
            return open_ended(_point(point, text, calendar), calendar, certainty)
    stripped = ABOUT.sub("", rest)
    parted = EITHER.sub("", stripped)
    about = stripped != rest or stripped.endswith("~")
    is_between = parted != stripped and RANGE.search(parted)
    stripped = (parted if is_between else stripped).removesuffix("~").strip()
    points = [_point(part, text, calendar) for part in RANGE.split(stripped, 1)]
    if not is_between and (EITHER_OR.search(stripped) or BOTH.search(stripped)):
        read = one_or_the_other(points[0], points[-1], calendar)
        if read.certainty is Certainty.EITHER and (about or BOTH.search(stripped)):
            raise AmbiguousDate(
                _("“%(text)s” may leave out what lies between. Write 1979 or 1985, or 1979..1985."),
                text=text,
            )
        if not about:
            return read
    return between(points[0], points[-1], calendar, about=about)


def _western(text: str) -> str:
    """Digits of any script as 0 to 9, compatibility forms folded, invisible marks dropped."""
    folded = HYPHENS.sub("-", unicodedata.normalize("NFKC", text[:200].strip()))
    folded = END.sub("", folded)
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
    if read := date_words.either_order(part, last_month(calendar)):
        if len(read) > 1:
            raise AmbiguousDate(
                _(
                    "“%(text)s” doesn't say which part is the month. "
                    "Write the year first: %(a)s or %(b)s."
                ),
                text=text,
                a=read[0],
                b=read[1],
            )
        part = read[0]
    form = MINGUO_POINT if calendar is Calendar.MINGUO else POINT
    if match := form.match(part):
        year, month, day = (int(match[i] or 0) for i in (1, 3, 4))
        if day and not month:
            raise ImpossibleDate(_("“%(text)s” gives a day without a month."), text=text)
        return Point(year, month or None, day or None)
    if date_words.YEAR_LAST.fullmatch(part):
        raise ImpossibleDate(_("There is no such day: “%(text)s”."), text=text)
    if TWO_DIGITS.match(part):
        raise AmbiguousDate(
            _("“%(text)s” doesn't say which part is the year. Write the year first: 1979-07-21."),
            text=text,
        )
    raise UnreadableDate(
        _("“%(text)s” is not read as a date. Write the year first: 1979, 1979-07 or 1979-07-21."),
        text=text,
    )
