"""Forms about API clients."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from central_offices.access import addresses
from central_offices.forms.accounts import OfficeChoice, StepForm
from central_offices.models import ApiClient, CentralOffice, Classification, Officer, Purpose
from kernel.forms.shown_again import CHOOSE, offer_rows
from kernel.forms.sizes import MOST_ADDRESSES_CHARACTERS


def _scopes() -> list[tuple[str, str]]:
    scopes = settings.OAUTH2_PROVIDER["SCOPES"]
    return [(code, f"{code}: {gettext(words)}") for code, words in scopes.items()]


class ChangeForm(StepForm):
    """The rights of a client: its scopes, for which purposes, and from where."""

    scopes = forms.MultipleChoiceField(
        label=_("May use"),
        choices=_scopes,
        widget=forms.CheckboxSelectMultiple,
    )
    purposes = forms.MultipleChoiceField(
        label=_("Purposes that it may name"),
        choices=Purpose,
        widget=forms.CheckboxSelectMultiple,
    )
    default_purpose = forms.ChoiceField(
        label=_("Usual purpose"), choices=Purpose, initial=Purpose.INFORMATION
    )
    ip_allow = forms.CharField(
        label=_("Addresses from which it may call"),
        required=False,
        max_length=MOST_ADDRESSES_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Addresses or networks, such as 192.0.2.0/24. Empty: from everywhere."),
    )

    def __init__(self, *args: Any, client: ApiClient | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if client:
            self.initial = {
                **self.initial,
                "scopes": client.scopes,
                "purposes": client.purposes,
                "default_purpose": client.default_purpose,
                "ip_allow": "\n".join(client.ip_allow),
            }

    def clean_ip_allow(self) -> list[str]:
        return addresses.parse_networks(self.cleaned_data["ip_allow"])


class NewForm(ChangeForm):
    office = OfficeChoice()
    name = forms.CharField(label=_("Name of the system"), max_length=80)
    clearance = forms.TypedChoiceField(
        label=_("Clearance"), choices=[CHOOSE, *Classification.choices], coerce=int
    )
    field_order = ["office", "name", "clearance"]

    def __init__(self, *args: Any, by: Officer, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not by.administers:
            rows = CentralOffice.objects.filter(pk=by.office_id)
            offer_rows(self, "office", rows)
            self.initial["office"] = by.office.code
