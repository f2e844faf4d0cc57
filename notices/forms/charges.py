"""The charges of a draft, as rows of its judicial data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.case import offence_words
from cases.forms.rows import rows_of
from cases.models import Offence
from kernel.forms.shown_again import CHOOSE, offer_rows
from notices.forms.fields import NeededText, label_rows
from notices.forms.steps import words
from notices.models import Charge


class ChargeForm(forms.Form):
    """One offence with its law and penalty."""

    title = forms.CharField(label=_("Charge"), max_length=300)
    title_second = forms.CharField(
        label=_("Charge in the second language"), max_length=300, required=False
    )
    offence = forms.ModelChoiceField(
        label=_("In the catalogue"),
        queryset=Offence.objects.none(),
        required=False,
        empty_label=_("Not in the catalogue"),
    )
    law = NeededText(label=_("Law"), max_length=200)
    article = NeededText(label=_("Article"), max_length=80)
    law_text = forms.CharField(
        label=_("Wording of the law"), max_length=10_000, required=False, widget=words(2)
    )
    max_penalty = forms.ChoiceField(
        label=_("Maximum penalty"), choices=[CHOOSE, *Charge.Penalty.choices]
    )
    max_penalty_months = forms.IntegerField(
        label=_("Maximum in months"), required=False, min_value=0, max_value=2400
    )
    sentence_months = forms.IntegerField(
        label=_("Sentence in months"), required=False, min_value=0, max_value=2400
    )
    remaining_months = forms.IntegerField(
        label=_("Months still to serve"), required=False, min_value=0, max_value=2400
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        entries = Offence.objects.in_force().order_by("code")
        offer_rows(self, "offence", entries)
        label_rows(self, "offence", offence_words)
        self.empty_permitted = self.empty_permitted or not self.data


ChargeRows = rows_of(ChargeForm)
