"""What lists of cases and persons can be narrowed down by, on pages and over the API alike."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CaseSubject, Identity, Nationality, Offence, Sex, Subject
from central_offices.models import CentralOffice, Classification
from policies.models import PortfolioCode


class _Codes(django_filters.BaseInFilter, django_filters.CharFilter):
    """Several codes: repeated, or separated by commas."""


class CaseFilter(django_filters.FilterSet):
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

    def with_portfolio(self, rows, name, codes):
        if not codes:
            return rows
        under = Case.portfolios.through.objects.filter(portfolio__in=codes)
        return rows.filter(pk__in=under.values("case_id"))

    def with_offence(self, rows, name, code):
        entries = Offence.objects.filter(code=code.strip().upper())
        under = Case.offences.through.objects.filter(offence__in=entries)
        return rows.filter(pk__in=under.values("case_id"))

    def of_office(self, rows, name, code):
        return rows.filter(owner_office__in=CentralOffice.objects.filter(code=code.strip().upper()))

    def with_reference(self, rows, name, reference):
        return rows.filter(reference=reference.strip().upper())


class PersonFilter(django_filters.FilterSet):
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

    def of_country(self, rows, name, code):
        held = Nationality.objects.filter(jurisdiction=code.strip().upper())
        return rows.filter(pk__in=held.values("subject_id"))

    def of_office(self, rows, name, code):
        return rows.filter(owner_office__in=CentralOffice.objects.filter(code=code.strip().upper()))

    def born_after(self, rows, name, year):
        born = Identity.objects.filter(birth_latest__year__gte=int(year))
        return rows.filter(pk__in=born.values("subject_id"))

    def born_before(self, rows, name, year):
        born = Identity.objects.filter(birth_earliest__year__lte=int(year))
        return rows.filter(pk__in=born.values("subject_id"))

    def in_case(self, rows, name, reference):
        cases = Case.objects.visible_to(self.request.user).filter(reference=reference.upper())
        links = CaseSubject.objects.filter(case__in=cases)
        return rows.filter(pk__in=links.values("subject_id"))
