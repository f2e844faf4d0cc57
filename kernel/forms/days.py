"""Days and moments as they are typed: one spelling in every language, and nothing is guessed.

Django reads and writes dates as the language of the page does: one text is then July in one
language and August in another, and a browser's own control shows nothing of what it cannot read.
"""

import re
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kernel.values import bounds, date_words
from kernel.values.text import pasted

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_TWO_DIGITS = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}")
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]


class Day(forms.DateInput):
    """A browser's own control, which speaks year-month-day whatever it shows."""

    input_type = "date"

    def __init__(self, **kwargs: Any):
        super().__init__(format="%Y-%m-%d", **kwargs)


class TypedDay(Day):
    """A line in which a day is typed."""

    input_type = "text"


class Clock(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs: Any):
        super().__init__(format="%H:%M", **kwargs)


class DayField(forms.DateField):
    """A day, year first: 2019-07-21. Says so where it cannot be told, and beyond all bounds."""

    widget = TypedDay

    def __init__(self, **kwargs: Any):
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or not isinstance(value, str):
            return super().to_python(value)
        day = read_day(value)
        if day and not bounds.holds_day(day):
            raise ValidationError(_out_of_bounds())
        return day


class PastDayField(DayField):
    """A day on which something has happened."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value:
            bounds.demand_past(value)


class UtcField(forms.DateTimeField):
    """A moment in UTC, typed in the browser's own control."""

    def __init__(self, **kwargs: Any):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENTS[0])
        super().__init__(widget=widget, input_formats=MOMENTS, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        given = super().to_python(pasted(value) if isinstance(value, str) else value)
        return given.replace(tzinfo=UTC) if given else None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not bounds.holds_moment(value):
            raise ValidationError(_out_of_bounds())

    def prepare_value(self, value: Any) -> Any:
        if hasattr(value, "astimezone"):
            return value.astimezone(UTC).replace(tzinfo=None)
        return value


class TimeField(forms.TimeField):
    """A time of day: 14:30."""

    widget = Clock

    def __init__(self, **kwargs: Any):
        super().__init__(input_formats=["%H:%M", "%H:%M:%S"], **kwargs)


def read_day(text: str) -> date | None:
    """The day that was typed, None for nothing. Raises ValidationError, in words."""
    typed = pasted(text)
    typed = date_words.figures(typed) or typed
    if not typed:
        return None
    read = date_words.either_order(typed)
    if len(read) > 1:
        raise ValidationError(
            _(
                "“%(text)s” doesn't say which part is the month. "
                "Write the year first: %(a)s or %(b)s."
            )
            % {"text": text, "a": read[0], "b": read[1]}
        )
    match = _YEAR_FIRST.fullmatch(read[0] if read else typed)
    if match or date_words.YEAR_LAST.fullmatch(typed):
        if match and (day := _day(match[1], match[3], match[4])):
            return day
        raise ValidationError(_("There is no such day: “%(text)s”.") % {"text": text})
    if _TWO_DIGITS.fullmatch(typed):
        sentence = _(
            "“%(text)s” doesn't say which part is the year. Write the year first: 1979-07-21."
        )
    else:
        sentence = _("“%(text)s” is not read as a day. Write the year first: 2019-07-21.")
    raise ValidationError(sentence % {"text": text[:40]})


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _out_of_bounds() -> str:
    return _("Choose a day from %(first)s to %(last)s.") % bounds.WORDS
