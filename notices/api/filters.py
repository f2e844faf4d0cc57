"""What lists of notices can be narrowed down by, on pages and over the API alike."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from central_offices.models import CentralOffice
from notices.models import Colour, Notice
from policies.models import PortfolioCode


class NoticeFilter(django_filters.FilterSet):
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
    office = django_filters.CharFilter(method="of_office", label=_("Asked by"))
    reference = django_filters.CharFilter(method="with_reference", label=_("Reference"))

    class Meta:
        model = Notice
        fields: list[str] = []

    def with_portfolio(self, rows, name, codes):
        if not codes:
            return rows
        under = Notice.portfolios.through.objects.filter(portfolio__in=codes)
        return rows.filter(pk__in=under.values("notice_id"))

    def of_office(self, rows, name, code):
        return rows.filter(owner_office__in=CentralOffice.objects.filter(code__iexact=code))

    def with_reference(self, rows, name, reference):
        return rows.filter(reference=reference.strip().replace("-", "/"))
