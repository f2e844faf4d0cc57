"""Filters of the lists of notices, on pages and over the API alike."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.search.filters import OwnedFilter, Rows
from central_offices.directory.narrowing import OfficeFilter
from kernel.values.text import pasted
from notices.models import Colour, Notice
from policies.models import PortfolioCode


class NoticeFilter(OwnedFilter):
    colour = django_filters.MultipleChoiceFilter(
        choices=Colour, label=_("Kind"), widget=forms.CheckboxSelectMultiple
    )
    status = django_filters.MultipleChoiceFilter(
        choices=Notice.Status, label=_("State"), widget=forms.CheckboxSelectMultiple
    )
    portfolio = django_filters.MultipleChoiceFilter(
        field_name="portfolios",
        choices=PortfolioCode,
        label=_("Portfolio"),
        method="with_portfolio",
        widget=forms.CheckboxSelectMultiple,
    )
    office = OfficeFilter(method="of_office", label=_("Asked by"))
    reference = django_filters.CharFilter(method="with_reference", label=_("Reference"))

    class Meta:
        model = Notice
        fields: list[str] = []

    def with_reference(self, rows: Rows, name: str, reference: str) -> Rows:
        return rows.filter(reference=pasted(reference).replace("-", "/"))
