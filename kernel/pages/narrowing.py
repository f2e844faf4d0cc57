"""Filters of lists, on pages and over the API: what cannot be read matches nothing, and says so."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kernel.forms.days import DayField


class DayFilter(django_filters.DateFilter):
    """A day, read as every form reads one."""

    field_class = DayField


class _Ranges(forms.Form):
    """A form that says where a range runs backwards, once, at its end."""

    ranges: tuple[tuple[str, str], ...] = ()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for first, last in self.ranges:
            low, high = given.get(first), given.get(last)
            if low is not None and high is not None and high < low:
                self.add_error(last, _("This ends before it begins."))
        return given


class Narrowed(django_filters.FilterSet):
    """A filter that lists nothing where one of its fields is unreadable, or a range runs backwards.

    `ranges` names fields in pairs, from and to. Days are those of whoever reads, by its `zone`.
    """

    ranges: tuple[tuple[str, str], ...] = ()

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
