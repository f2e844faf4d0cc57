"""Filters of the lists of cases and persons, on pages and over the API alike."""

from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CaseSubject, Identity, Nationality, Offence, Sex, Subject
from central_offices.models import CentralOffice, Classification
from policies.models import PortfolioCode

Rows = QuerySet[Any]


class OwnedFilter(django_filters.FilterSet):
    """A filter of rows that an office owns, under portfolios perhaps."""

    def of_office(self, rows: Rows, name: str, code: str) -> Rows:
        return rows.filter(owner_office__in=CentralOffice.objects.filter(code=code.strip().upper()))

    def with_portfolio(self, rows: Rows, name: str, codes: list[str]) -> Rows:
        """Asked of the table between: a join would show a row once for each of its portfolios."""
        if not codes:
            return rows
        between: Any = rows.model._meta.get_field("portfolios").remote_field.through
        under = between.objects.filter(portfolio__in=codes)
        return rows.filter(pk__in=under.values(f"{rows.model._meta.model_name}_id"))


class CaseFilter(OwnedFilter):
    status = django_filters.MultipleChoiceFilter(
        choices=Case.Status,
        label=_("State"),
        distinct=False,
        widget=forms.CheckboxSelectMultiple,
    )
    portfolio = django_filters.MultipleChoiceFilter(
        field_name="portfolios",
        choices=PortfolioCode,
        label=_("Portfolio"),
        distinct=False,
        method="with_portfolio",
        widget=forms.CheckboxSelectMultiple,
    )
    level = django_filters.TypedMultipleChoiceFilter(
        field_name="classification",
        choices=Classification,
        coerce=int,
        label=_("Level"),
        distinct=False,
        widget=forms.CheckboxSelectMultiple,
    )
    office = django_filters.CharFilter(method="of_office", label=_("Lead office"))
    offence = django_filters.CharFilter(method="with_offence", label=_("Offence"))
    opened_from = django_filters.DateFilter(
        field_name="opened_at", lookup_expr="date__gte", label=_("Opened from")
    )
    opened_to = django_filters.DateFilter(
        field_name="opened_at", lookup_expr="date__lte", label=_("Opened until")
    )
    reference = django_filters.CharFilter(method="with_reference", label=_("Reference"))

    class Meta:
        model = Case
        fields: list[str] = []

    def with_offence(self, rows: Rows, name: str, code: str) -> Rows:
        entries = Offence.objects.filter(code=code.strip().upper())
        under = Case.offences.through.objects.filter(offence__in=entries)
        return rows.filter(pk__in=under.values("case_id"))

    def with_reference(self, rows: Rows, name: str, reference: str) -> Rows:
        return rows.filter(reference=reference.strip().upper())


class PersonFilter(OwnedFilter):
    nationality = django_filters.CharFilter(method="of_country", label=_("Nationality"))
    office = django_filters.CharFilter(method="of_office", label=_("Kept by"))
    sex = django_filters.MultipleChoiceFilter(
        choices=Sex, label=_("Sex"), distinct=False, widget=forms.CheckboxSelectMultiple
    )
    born_from = django_filters.NumberFilter(
        method="born_after", label=_("Born from (year)"), min_value=1800, max_value=2199
    )
    born_to = django_filters.NumberFilter(
        method="born_before", label=_("Born until (year)"), min_value=1800, max_value=2199
    )
    case = django_filters.CharFilter(method="in_case", label=_("Case"))

    class Meta:
        model = Subject
        fields: list[str] = []

    def of_country(self, rows: Rows, name: str, code: str) -> Rows:
        held = Nationality.objects.filter(jurisdiction=code.strip().upper())
        return rows.filter(pk__in=held.values("subject_id"))

    def born_after(self, rows: Rows, name: str, year: Decimal) -> Rows:
        born = Identity.objects.filter(birth_latest__year__gte=int(year))
        return rows.filter(pk__in=born.values("subject_id"))

    def born_before(self, rows: Rows, name: str, year: Decimal) -> Rows:
        born = Identity.objects.filter(birth_earliest__year__lte=int(year))
        return rows.filter(pk__in=born.values("subject_id"))

    def in_case(self, rows: Rows, name: str, reference: str) -> Rows:
        cases = Case.objects.visible_to(self.request.user).filter(
            reference=reference.strip().upper()
        )
        links = CaseSubject.objects.filter(case__in=cases)
        return rows.filter(pk__in=links.values("subject_id"))
