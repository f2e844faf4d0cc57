"""Forms in which officers ask for a consent, or decide about one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from central_offices.models import Officer
from exchange.forms.fields import OfficesField
from exchange.models import Consent, RequestRecipient
from kernel.forms.shown_again import CHOOSE, offer_rows
from kernel.forms.submit_once import OnceField


class RequestChoice(forms.ModelChoiceField):
    """One of the requests that the office has to answer."""

    def label_from_instance(self, obj: RequestRecipient) -> str:
        return obj.request.reference


class ConsentForm(forms.Form):
    """The question of an office to the owner of data that it was given."""

    once = OnceField()
    use = forms.ChoiceField(label=gettext_lazy("What for"), choices=[CHOOSE, *Consent.Use.choices])
    offices = OfficesField(label=gettext_lazy("To which offices"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea, max_length=2000)
    answering = RequestChoice(
        label=gettext_lazy("To answer this request"),
        queryset=RequestRecipient.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("Stays in your office."),
    )

    def __init__(self, *args: Any, officer: Officer, **kw: Any):
        super().__init__(*args, **kw)
        rows = RequestRecipient.objects.to_us(officer).open().select_related("request")
        offer_rows(self, "answering", rows)


class DecideForm(forms.Form):
    once = OnceField()
    conditions = forms.CharField(
        label=gettext_lazy("Conditions, or why not"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
