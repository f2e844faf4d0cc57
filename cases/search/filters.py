"""Filters of the lists of cases and persons, on pages and over the API alike."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import dates
from cases.dates import UNKNOWN, PartialDate
from cases.models import (
    OPENED_WHEN_FILED,
    Case,
    CaseSubject,
    Identity,
    Nationality,
    Offence,
    Sex,
    Subject,
)
from central_offices.directory.narrowing import CountryFilter, Meant, OfficeFilter
from central_offices.models import Classification
from kernel.pages.narrowing import CodeField, DayFilter, Narrowed
from kernel.values.text import pasted
from policies import tags
from policies.models import PortfolioCode

Rows = QuerySet[Any]


class _KnownOffence(CodeField):
    """The code of an offence that is in the catalogue, or was: cases keep theirs."""

    def fault(self, code: str) -> str:
        if Offence.objects.filter(code=code.strip().upper()).exists():
            return ""
        return gettext("There is no offence %(code)s in the catalogue.") % {"code": code}


class OffenceFilter(django_filters.CharFilter):
    field_class = _KnownOffence


class _PartialDate(forms.CharField):
    def clean(self, value: Any) -> PartialDate | None:
        typed = str(super().clean(value)).strip()
        if not typed:
            return None
        try:
            read = dates.parse(typed)
        except dates.DateRefused as refused:
            raise forms.ValidationError(gettext(refused.message) % refused.params) from refused
        if not read.is_known:
            raise forms.ValidationError(_("No date is typed here."))
        return read


class PartialDateFilter(django_filters.CharFilter):
    """A date as far as it is known, read as every form reads one: 1979, about 1979, 1400 AH."""

    field_class = _PartialDate


class OwnedFilter(Narrowed):
    """A filter of rows that an office owns, under portfolios perhaps."""

    def of_office(self, rows: Rows, name: str, office: Meant) -> Rows:
        """By its key: only of that does the database know that the newest are few to read."""
        return rows.filter(owner_office=office.pk)

    def with_portfolio(self, rows: Rows, name: str, codes: list[str]) -> Rows:
        """Asked of the table between: a join would show a row once for each of its portfolios."""
        if not codes:
            return rows
        between: Any = rows.model._meta.get_field("portfolios").remote_field.through
        under = between.objects.filter(portfolio__in=codes)
        return rows.filter(pk__in=under.values(f"{rows.model._meta.model_name}_id"))

    def with_tag(self, rows: Rows, name: str, value: list[str]) -> Rows:
        return rows.filter(tags__overlap=value) if value else rows


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
    tag = django_filters.MultipleChoiceFilter(
        choices=tags.choices,
        label=_("Tag"),
        distinct=False,
        method="with_tag",
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
    office = OfficeFilter(method="of_office", label=_("Lead office"))
    offence = OffenceFilter(method="with_offence", label=_("Offence"))
    opened_from = DayFilter(method="opened_since", label=_("Opened from"))
    opened_to = DayFilter(method="opened_until", label=_("Opened until"))
    reference = django_filters.CharFilter(method="with_reference", label=_("Reference"))
    ranges = (("opened_from", "opened_to"),)

    class Meta:
        model = Case
        fields: list[str] = []

    def opened_since(self, rows: Rows, name: str, day: date) -> Rows:
        """By the time of filing too, which is within a day of it: cases are listed by that."""
        since = self.first_moment(day)
        return rows.filter(opened_at__gte=since, created_at__gte=since - OPENED_WHEN_FILED)

    def opened_until(self, rows: Rows, name: str, day: date) -> Rows:
        until = self.first_moment(day + timedelta(days=1))
        return rows.filter(opened_at__lt=until, created_at__lt=until + OPENED_WHEN_FILED)

    def with_offence(self, rows: Rows, name: str, code: str) -> Rows:
        entries = Offence.objects.filter(code=code.strip().upper())
        under = Case.offences.through.objects.filter(offence__in=entries)
        return rows.filter(pk__in=under.values("case_id"))

    def with_reference(self, rows: Rows, name: str, reference: str) -> Rows:
        return rows.filter(reference=pasted(reference).upper())


class PersonFilter(OwnedFilter):
    nationality = CountryFilter(method="of_country", label=_("Nationality"))
    office = OfficeFilter(method="of_office", label=_("Kept by"))
    sex = django_filters.MultipleChoiceFilter(
        choices=Sex, label=_("Sex"), distinct=False, widget=forms.CheckboxSelectMultiple
    )
    born = PartialDateFilter(method="born_within", label=_("Born"))
    born_from = PartialDateFilter(method="born_within", label=_("Born from"))
    born_to = PartialDateFilter(method="born_within", label=_("Born until"))
    case = django_filters.CharFilter(method="in_case", label=_("Case"))
    ranges = (("born_from", "born_to"),)

    class Meta:
        model = Subject
        fields: list[str] = []

    def of_country(self, rows: Rows, name: str, code: str) -> Rows:
        held = Nationality.objects.filter(jurisdiction=code)
        return rows.filter(pk__in=held.values("subject_id"))

    def born_within(self, rows: Rows, name: str, typed: PartialDate) -> Rows:
        """Of one identity: of two, one may be born before the range and one after it."""
        asked = (self.form.cleaned_data.get(name) for name in ("born", "born_from", "born_to"))
        born, first, last = (one or UNKNOWN for one in asked)
        found = Identity.objects.all()
        for day in filter(None, (born.earliest, first.earliest)):
            found = found.filter(birth_latest__gte=day)
        for day in filter(None, (born.latest, last.latest)):
            found = found.filter(birth_earliest__lte=day)
        return rows.filter(pk__in=found.values("subject_id"))

    def in_case(self, rows: Rows, name: str, reference: str) -> Rows:
        cases = Case.objects.visible_to(self.request.user).filter(
            reference=pasted(reference).upper()
        )
        links = CaseSubject.objects.filter(case__in=cases)
        return rows.filter(pk__in=links.values("subject_id"))
