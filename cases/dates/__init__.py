"""Dates as people know them: a year, a month, a range, about, before, one or the other.

`parse` reads what is typed, in any of five calendars; `in_words` says it in the reader's language.
"""

from cases.dates.partial import (
    SUFFIX,
    UNKNOWN,
    YEAR,
    AmbiguousDate,
    Certainty,
    DateRefused,
    ImpossibleDate,
    PartialDate,
    Point,
    UnreadableDate,
    between,
)
from cases.dates.reading import parse
from cases.dates.wording import in_words

__all__ = [
    "SUFFIX",
    "UNKNOWN",
    "YEAR",
    "AmbiguousDate",
    "Certainty",
    "DateRefused",
    "ImpossibleDate",
    "PartialDate",
    "Point",
    "UnreadableDate",
    "between",
    "in_words",
    "parse",
]
