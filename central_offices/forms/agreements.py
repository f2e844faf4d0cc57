"""Forms of agreements and authorities, for administrators and heads."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from central_offices.agreements import instruments
from central_offices.directory import as_typed
from central_offices.models import (
    CentralOffice,
    CompetentAuthority,
    CooperationInstrument,
    Jurisdiction,
    Officer,
)
from kernel.errors import NotReady
from kernel.forms import sizes
from kernel.forms.days import Day, DayField
from kernel.forms.shown_again import offer_choices, offer_rows
from kernel.forms.submit_once import OnceField


class CountriesField(forms.CharField):
    """Countries by code or name, separated by commas: "KEN, Portugal"."""

    def __init__(self, **kw: Any):
        help_text = gettext_lazy("Names or codes, separated by commas: Portugal, KEN")
        super().__init__(help_text=help_text, max_length=sizes.MOST_NAMES_CHARACTERS, **kw)

    def clean(self, value: str) -> list[Jurisdiction]:
        try:
            return as_typed.countries(super().clean(value))
        except NotReady as unclear:
            raise ValidationError(str(unclear)) from unclear

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        return ", ".join(row.code for row in value)


class _Kept(forms.ModelForm):
    """A row that is changed in one place: the version it was read in, and what it is about."""

    once = OnceField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    scope = forms.MultipleChoiceField(
        label=gettext_lazy("Types of request"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose none, and it covers every type."),
    )

    def __init__(self, *args: Any, **kw: Any):
        super().__init__(*args, **kw)
        self.initial["version"] = self.instance.version
        scopes = sorted(instruments.scopes(), key=lambda choice: choice[1])
        offer_choices(self, "scope", scopes)


class InstrumentForm(_Kept):
    parties = CountriesField(label=gettext_lazy("Countries"))

    class Meta:
        model = CooperationInstrument
        formfield_callback = sizes.formfield
        fields = [
            "kind",
            "title",
            "citation",
            "parties",
            "signed_on",
            "in_force_from",
            "suspended_from",
            "in_force_to",
            "reply_days",
            "custody_days",
            "channel",
            "languages",
            "contact",
            "conditions",
            "scope",
        ]
        field_classes = dict.fromkeys(
            ("signed_on", "in_force_from", "suspended_from", "in_force_to"), DayField
        )
        widgets = {
            **dict.fromkeys(field_classes, Day),
            "contact": forms.Textarea(attrs={"rows": 2}),
            "conditions": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kw: Any):
        super().__init__(*args, **kw)
        if not self.instance._state.adding:
            self.initial["parties"] = list(self.instance.parties.order_by("code"))

    def save_by(self, officer: Officer) -> CooperationInstrument:
        """Keep it; see `agreements.keep_instrument`."""
        data = self.cleaned_data
        instruments.keep_instrument(
            self.instance, by=officer, version=data["version"], parties=data["parties"]
        )
        kept: CooperationInstrument = self.instance
        return kept


class AuthorityForm(_Kept):
    class Meta:
        model = CompetentAuthority
        formfield_callback = sizes.formfield
        fields = [
            "office",
            "kind",
            "name",
            "languages",
            "note",
            "valid_from",
            "valid_to",
            "scope",
        ]
        field_classes = {"valid_from": DayField, "valid_to": DayField}
        widgets = {
            "valid_from": Day,
            "valid_to": Day,
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, officer: Officer, **kw: Any):
        super().__init__(*args, **kw)
        offices = CentralOffice.objects.visible_to(officer).joined()
        own = [row.pk for row in offices if instruments.may_keep(officer, row)]
        offer_rows(self, "office", offices.filter(pk__in=own))
        if not self.instance._state.adding:
            del self.fields["office"]

    def save_by(self, officer: Officer) -> CompetentAuthority:
        """Keep it; see `agreements.keep_authority`."""
        instruments.keep_authority(self.instance, by=officer, version=self.cleaned_data["version"])
        kept: CompetentAuthority = self.instance
        return kept
