"""Fields that officers know by name: a country, an office, a date that is partly known."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cases import dates
from cases.safeguards import plausible
from central_offices.directory import as_typed
from central_offices.models import CentralOffice, Jurisdiction, Officer
from kernel.errors import NotReady


class KnownField(forms.CharField):
    """A row that is typed by its code or name; a list beside the field offers the names.

    `find(typed, rows)` gives the one of `rows()` that is meant; it raises ValidationError when none
    is, or several. The rows of a formset ask for them once together (rows.py).
    """

    def __init__(
        self,
        *,
        offers: str,
        rows: Callable[[], Sequence[Any]],
        find: Callable[[str, Sequence[Any]], Any],
        **kwargs: Any,
    ):
        widget = forms.TextInput(attrs={"list": offers, "autocomplete": "off"})
        super().__init__(max_length=120, widget=widget, **kwargs)
        self.rows, self.find = rows, find

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "code", value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial) or "", data)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        return self.find(typed, self.rows()) if typed else None


class CountryField(KnownField):
    """A country, dissolved state or special code such as XXA (stateless)."""

    def __init__(self, **kwargs: Any):
        super().__init__(offers="countries", rows=countries, find=country_as_typed, **kwargs)


class OfficeField(KnownField):
    """A central office that takes part."""

    def __init__(self, **kwargs: Any):
        super().__init__(offers="offices", rows=offices, find=office_as_typed, **kwargs)


def countries() -> Sequence[Jurisdiction]:
    """All countries, dissolved states and special codes."""
    return list(Jurisdiction.objects.order_by("code"))


def offices() -> Sequence[CentralOffice]:
    """The offices that can be written to."""
    return list(as_typed.reachable())


def country_as_typed(typed: str, rows: Sequence[Jurisdiction]) -> Jurisdiction:
    """The country that is meant (`directory.as_typed`); else ValidationError."""
    try:
        return as_typed.country(typed, rows)
    except NotReady as unclear:
        raise forms.ValidationError(str(unclear)) from unclear


def office_as_typed(typed: str, rows: Sequence[CentralOffice]) -> CentralOffice:
    """The office that is meant (`directory.as_typed`); else ValidationError."""
    try:
        return as_typed.office(typed, rows)
    except NotReady as unclear:
        raise forms.ValidationError(str(unclear)) from unclear


class OfficerField(forms.EmailField):
    """An active officer of any office, by e-mail address."""

    def clean(self, value: Any) -> Any:
        email = super().clean(value)
        if not email:
            return None
        rows = Officer.objects.filter(is_active=True, kind=Officer.Kind.HUMAN)
        officer = rows.select_related("office").filter(email__iexact=email).first()
        if officer is None:
            raise forms.ValidationError(
                _("No active officer has the address %(email)s. Check it with their office.")
                % {"email": email}
            )
        return officer


def read_birth(text: str, calendar: str) -> dates.PartialDate:
    """The day of birth that was typed. Raises ValidationError, also for one that is to come."""
    born = read_date(text, calendar)
    if sentence := plausible.birth_refused(born):
        raise forms.ValidationError(sentence)
    return born


def read_date(text: str, calendar: str) -> dates.PartialDate:
    """The date that was typed. Raises ValidationError with the sentence to show."""
    try:
        return dates.parse(text, calendar or None)
    except dates.DateRefused as refused:
        raise forms.ValidationError(_(refused.message) % refused.params) from refused
