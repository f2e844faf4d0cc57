"""The first and the last day of which the product keeps anything, whoever gives it.

Calendars, time zones and time limits are counted from days and moments; within these bounds none of
them comes to an end of the calendar.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2199, 12, 31)
FIRST_MOMENT = datetime.combine(FIRST_DAY, time(), UTC)
LAST_MOMENT = datetime.combine(LAST_DAY, time(23, 59, 59), UTC)
AHEAD = timedelta(hours=14)
WORDS = {"first": FIRST_DAY.isoformat(), "last": LAST_DAY.isoformat()}


def holds_day(day: date) -> bool:
    """Whether a day lies within the bounds."""
    return FIRST_DAY <= day <= LAST_DAY


def holds_moment(moment: datetime) -> bool:
    """Whether a moment with its zone lies within the bounds, however it is written."""
    return FIRST_MOMENT <= moment <= LAST_MOMENT


def today_anywhere() -> date:
    """The day that it is where the day began first (UTC+14); nothing later has come anywhere."""
    return (timezone.now() + AHEAD).date()


def demand_past(day: date) -> None:
    """Raises ValidationError, in words, for a day of something that has happened and is to come."""
    if day > today_anywhere():
        raise ValidationError(_("This day is still to come."))
