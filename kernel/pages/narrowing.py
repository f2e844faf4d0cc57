"""Filters of lists, on pages and over the API: what cannot be read matches nothing, and says so."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from kernel.forms.days import DayField

MOST_VALUES = 20  # of a filter that takes several; no list of codes to choose from is as long
MOST_VALUE_CHARACTERS = 200
OF_LISTS = ("q", "view", "page")


def keep_known(
    request: HttpRequest, single: Iterable[str] = (), several: Iterable[str] = ()
) -> None:
    """Leave in the address of a list what the list asks for, so that its links stay short.

    Of `single` parameters the last value stands, of `several` MOST_VALUES different ones. Of more,
    some are no codes of the filter, which then says that it cannot be read.
    """
    given, kept = request.GET, QueryDict(mutable=True)
    for name in (*OF_LISTS, *single):
        if name in given:
            kept[name] = given[name][:MOST_VALUE_CHARACTERS]
    for name in several:
        values = [value[:MOST_VALUE_CHARACTERS] for value in given.getlist(name) if value]
        if values:
            kept.setlist(name, list(dict.fromkeys(values))[:MOST_VALUES])
    request.GET = kept  # type: ignore[assignment]  # read as before; nobody writes into it


def with_chosen(
    options: Iterable[tuple[Any, Any]], chosen: str, words: str = ""
) -> list[tuple[Any, Any]]:
    """The options of a box, with what narrows the list by its address where the box lacks it.

    So that the box never says "all" above a list that is narrowed.
    """
    known = list(options)
    if chosen and chosen not in {str(value) for value, _words in known}:
        known.append((chosen[:MOST_VALUE_CHARACTERS], words or chosen[:MOST_VALUE_CHARACTERS]))
    return known


class DayFilter(django_filters.DateFilter):
    """A day, read as every form reads one."""

    field_class = DayField


def _ends_before(high: Any, low: Any) -> bool:
    """Whether a range runs backwards; of dates that are partly known, whether it must."""
    return bool(getattr(high, "latest", high) < getattr(low, "earliest", low))


class CodeField(forms.CharField):
    """A code that there is; `fault` says in a sentence why one is none, and else nothing."""

    def fault(self, code: str) -> str:
        raise NotImplementedError

    def clean(self, value: Any) -> str:
        code = str(super().clean(value))
        if code and (told := self.fault(code)):
            raise forms.ValidationError(told, "invalid_choice")
        return code


class WholeFilter(django_filters.NumberFilter):
    """A whole number within bounds, such as a year; both bounds are named."""

    field_class = forms.IntegerField

    def get_max_validator(self) -> None:
        """None: the field has the bounds already."""


class _Ranges(forms.Form):
    """A form that says where a range runs backwards, once, at its end."""

    ranges: tuple[tuple[str, str], ...] = ()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for first, last in self.ranges:
            low, high = given.get(first), given.get(last)
            if low is not None and high is not None and _ends_before(high, low):
                self.add_error(last, _("This ends before it begins."))
        return given


class Narrowed(django_filters.FilterSet):
    """A filter that lists nothing where one of its fields is unreadable, or a range runs backwards.

    `ranges` names fields in pairs, from and to. Days are those of whoever reads, by its `zone`.
    """

    ranges: tuple[tuple[str, str], ...] = ()

    @classmethod
    def keep_known(cls, request: HttpRequest) -> None:
        """Leave in the address of a list what this filter knows (`keep_known` above)."""
        several = {name for name, one in cls.base_filters.items() if hasattr(one, "always_filter")}
        keep_known(request, set(cls.base_filters) - several, several)

    @property
    def qs(self) -> Any:
        if self.is_bound and self.errors:
            return self.queryset.none()
        return super().qs

    def get_form_class(self) -> Any:
        """The form of the fields, which knows the ranges."""
        return type("RangesForm", (_Ranges, super().get_form_class()), {"ranges": self.ranges})

    def first_moment(self, day: date) -> datetime:
        """When a day begins where the reader is."""
        reader = getattr(self.request, "user", None)
        zone = ZoneInfo(reader.zone) if reader is not None else UTC
        return datetime.combine(day, time(), zone)

    def from_day(self, rows: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
        return rows.filter(**{f"{name}__gte": self.first_moment(day)})

    def to_day(self, rows: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
        return rows.filter(**{f"{name}__lt": self.first_moment(day + timedelta(days=1))})
