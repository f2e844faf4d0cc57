"""The calendars in which dates are written: which days of ours a day of theirs may have been.

- Hijri from 1343 to 1500: Umm al-Qura, the tables of Saudi Arabia (hijridate). Before and after:
  the tabular calendar (civil epoch, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of 30),
  from which months begun by sighting differ by up to two days, so that a day reaches two days
  further on each side and is never a single day.
- Ethiopian: the Coptic calendar 276 years on; the thirteenth month has 5 or 6 days.
- Minguo (Republic of China): Gregorian, counted from 1912 as year 1.
- Solar Hijri: the 33-year leap rule.

The rules of one line stand here: docs/decisions/0017 says why no library brings them. Calendars
of sun and moon together (Chinese, Hebrew) are not read.
"""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from hijridate import Hijri

SIGHTING_REACH = timedelta(days=2)
UMM_AL_QURA_YEARS = range(1343, 1501)
COPTIC_TO_ETHIOPIAN_YEARS = 276
GREGORIAN_TO_MINGUO_YEARS = 1911
HIJRI_EPOCH_DAY = date(622, 7, 19).toordinal()
SOLAR_EPOCH_DAY = date(622, 3, 21).toordinal()
COPTIC_EPOCH_DAY = date(284, 8, 29).toordinal()


class Calendar(StrEnum):
    """The calendar in which a date was written."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"
    SOLAR_HIJRI = "solar_hijri"
    ETHIOPIAN = "ethiopian"
    MINGUO = "minguo"


# First and last year that are read: about 1800 to 2199.
YEARS = {
    Calendar.GREGORIAN: (1800, 2199),
    Calendar.HIJRI: (1215, 1600),
    Calendar.SOLAR_HIJRI: (1179, 1577),
    Calendar.ETHIOPIAN: (1793, 2191),
    Calendar.MINGUO: (1, 288),
}


def last_month(calendar: Calendar) -> int:
    """How many months a year has."""
    return 13 if calendar is Calendar.ETHIOPIAN else 12


def month_length(calendar: Calendar, year: int, month: int) -> int:
    """How many days the month may have: of Hijri always 30, since the moon decides."""
    if calendar is Calendar.HIJRI:
        return 30
    if calendar is Calendar.ETHIOPIAN:
        return 30 if month <= 12 else 5 + ((year - COPTIC_TO_ETHIOPIAN_YEARS) % 4 == 3)
    if calendar is Calendar.SOLAR_HIJRI:
        following = (year, month + 1) if month < 12 else (year + 1, 1)
        return (_solar(*following, 1) - _solar(year, month, 1)).days
    if calendar is Calendar.MINGUO:
        year += GREGORIAN_TO_MINGUO_YEARS
    return monthrange(year, month)[1]


def month_days(calendar: Calendar, year: int, month: int) -> tuple[date, date]:
    """The first and the last day of ours that the month may have held."""
    length = month_length(calendar, year, month)
    if calendar is Calendar.HIJRI:
        length = _hijri_length(year, month)
    return days(calendar, year, month, 1)[0], days(calendar, year, month, length)[1]


def days(calendar: Calendar, year: int, month: int, day: int) -> tuple[date, date]:
    """The first and the last day of ours that this day may have been, mostly the same one.

    The day exists, see `month_length`.
    """
    if calendar is Calendar.HIJRI:
        return _hijri(year, month, day)
    if calendar is Calendar.SOLAR_HIJRI:
        one = _solar(year, month, day)
    elif calendar is Calendar.ETHIOPIAN:
        one = _coptic(year - COPTIC_TO_ETHIOPIAN_YEARS, month, day)
    elif calendar is Calendar.MINGUO:
        one = date(year + GREGORIAN_TO_MINGUO_YEARS, month, day)
    else:
        one = date(year, month, day)
    return one, one


def _hijri(year: int, month: int, day: int) -> tuple[date, date]:
    """By Umm al-Qura where it knows the day; a 30th that it lacks was counted by sighting."""
    if year in UMM_AL_QURA_YEARS and day <= _hijri_length(year, month):
        one = date.fromordinal(Hijri(year, month, day).to_gregorian().toordinal())
        return one, one
    one = _tabular(year, month, day)
    return one - SIGHTING_REACH, one + SIGHTING_REACH


def _hijri_length(year: int, month: int) -> int:
    if year in UMM_AL_QURA_YEARS:
        return Hijri(year, month, 1).month_length()
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    return (_tabular(*following, 1) - _tabular(year, month, 1)).days


def _tabular(year: int, month: int, day: int) -> date:
    before = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return date.fromordinal(HIJRI_EPOCH_DAY + before + day - 1)


def _coptic(year: int, month: int, day: int) -> date:
    before = 365 * (year - 1) + year // 4 + 30 * (month - 1)
    return date.fromordinal(COPTIC_EPOCH_DAY + before + day - 1)


def _solar(year: int, month: int, day: int) -> date:
    before = 365 * (year - 1) + (8 * year + 21) // 33
    months = 31 * (month - 1) if month <= 7 else 30 * (month - 1) + 6
    return date.fromordinal(SOLAR_EPOCH_DAY + before + months + day - 1)
