"""Forms about protected status: a claim by the office that keeps the record, and a decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import CountryField
from cases.models import ProtectedStatus
from kernel.forms.days import DayField, PastDayField
from kernel.forms.shown_again import CHOOSE

DECISIONS = [
    (kind, kind.label) for kind in ProtectedStatus.Kind if kind != ProtectedStatus.Kind.CLAIMED
]


class ClaimForm(forms.Form):
    """That a person asks for protection, or has it."""

    fled_from = CountryField(
        label=_("Fled from"),
        required=False,
        help_text=_("Every nationality and country of birth on record counts as well, and stays."),
    )
    since = PastDayField(label=_("Since"), required=False, help_text=_("2019-07-21"))
    source = forms.CharField(
        label=_("Where it is known from"),
        max_length=300,
        help_text=_("Do not name the country that protects: the Commission enters it."),
    )


class DecisionForm(forms.Form):
    """The Commission's decision about one person."""

    status = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Decision"), choices=[CHOOSE, *DECISIONS])
    fled_from = CountryField(label=_("Fled from"), required=False)
    granted_by = CountryField(
        label=_("Granted by"), required=False, help_text=_("Sealed: only the Commission reads it.")
    )
    spared = CountryField(
        label=_("Feared no more"),
        required=False,
        help_text=_("A country on record that may be told again, once a second member confirms."),
    )
    since = PastDayField(label=_("Since"), required=False, help_text=_("2019-07-21"))
    until = DayField(label=_("Until"), required=False)
    source = forms.CharField(label=_("By which paper"), max_length=300)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("It cannot end before it began."))
        return given


class ConfirmForm(forms.Form):
    """The word of a second member of the Commission to what a first one proposed."""

    confirms = forms.UUIDField(widget=forms.HiddenInput)
