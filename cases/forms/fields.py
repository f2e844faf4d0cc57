"""Fields that officers know by name: a country, an office, a date that is partly known."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cases import dates
from central_offices.directory import as_typed
from central_offices.models import CentralOffice, Jurisdiction, Officer
from kernel.errors import NotReady


class _Known(forms.CharField):
    """A row that is typed by its code or name; a list beside the field offers the names."""

    def __init__(self, *, offers: str, **kwargs: Any):
        widget = forms.TextInput(attrs={"list": offers, "autocomplete": "off"})
        super().__init__(max_length=120, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "code", value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial) or "", data)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        return self.find(typed) if typed else None

    def find(self, typed: str) -> Any:
        """The row that is meant. Raises ValidationError when none is, or several are."""
        words = typed.strip().casefold()
        rows = list(self.rows())
        exact = [row for row in rows if words in self.codes(row)]
        found = exact or [row for row in rows if words in self.names(row)]
        found = found or [row for row in rows if any(n.startswith(words) for n in self.names(row))]
        if len(found) == 1:
            return found[0]
        if found:
            likely = ", ".join(f"{row.code} ({row})" for row in found[:5])
            raise forms.ValidationError(
                _("“%(typed)s” may be one of several: write the code. %(likely)s")
                % {"typed": typed, "likely": likely}
            )
        raise forms.ValidationError(self.unknown % {"typed": typed})

    def rows(self) -> Iterable[Any]:
        raise NotImplementedError

    def codes(self, row: Any) -> set[str]:
        raise NotImplementedError

    def names(self, row: Any) -> set[str]:
        return {name.casefold() for name in row.names.values()}

    @property
    def unknown(self) -> str:
        raise NotImplementedError


class CountryField(_Known):
    """A country, dissolved state or special code such as XXA (stateless)."""

    def __init__(self, **kwargs: Any):
        super().__init__(offers="countries", **kwargs)

    def rows(self) -> Iterable[Any]:
        return Jurisdiction.objects.order_by("code")

    def codes(self, row: Any) -> set[str]:
        return {row.code.casefold(), row.alpha2.casefold()} - {""}

    @property
    def unknown(self) -> str:
        return _("“%(typed)s” is no country that we know. Write its name or code, such as KEN.")


class OfficeField(_Known):
    """A central office that takes part."""

    def __init__(self, **kwargs: Any):
        super().__init__(offers="offices", **kwargs)

    def find(self, typed: str) -> CentralOffice:
        """The office that is meant. Raises ValidationError when none is, or several are."""
        try:
            return as_typed.office(typed)
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


def read_date(text: str, calendar: str) -> dates.PartialDate:
    """What was typed as a date. Raises ValidationError with the sentence to show."""
    try:
        return dates.parse(text, calendar or None)
    except dates.DateRefused as refused:
        raise forms.ValidationError(_(refused.message) % refused.params) from refused
