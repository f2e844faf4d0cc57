"""Fields of a draft: needed before it is sent, and offices that are typed by their codes."""

from collections.abc import Callable
from typing import Any, cast

from django import forms

from cases.forms.fields import CountryField, office_as_typed, offices
from central_offices.models import CentralOffice
from kernel.forms.days import PastDayField


class _Needed:
    """A field that the notice needs; a draft may be kept without it (see `drafting.missing`)."""

    def validate(self, value: Any) -> None:
        """Nothing is demanded yet: the task list says what is missing."""


class NeededText(_Needed, forms.CharField):
    pass


class NeededDate(PastDayField):
    """A day that has been; a draft may be kept without it."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class NeededCountry(_Needed, CountryField):
    pass


class OfficesField(forms.CharField):
    """Several offices by code or city, with commas between them."""

    def __init__(self, **kwargs: Any):
        widget = forms.TextInput(attrs={"list": "offices", "autocomplete": "off"})
        super().__init__(max_length=2000, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else ", ".join(row.code for row in value or [])

    def clean(self, value: Any) -> list[CentralOffice]:
        typed = [part.strip() for part in super().clean(value).split(",") if part.strip()]
        known = offices() if typed else []
        found = [office_as_typed(word, known) for word in dict.fromkeys(typed)]
        return list({row.pk: row for row in found}.values())


def label_rows(form: forms.Form, name: str, words: Callable[[Any], str]) -> None:
    """Name the rows that a field offers by `words(row)`."""
    cast(Any, form.fields[name]).label_from_instance = words
