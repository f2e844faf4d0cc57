"""Form of the change of a shift."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from central_offices.models import Classification, Officer
from kernel.forms.shown_again import offer_choices
from kernel.forms.submit_once import OnceField


class ShiftHandoverForm(forms.Form):
    """The note, and how closely it is held."""

    once = OnceField()
    text = forms.CharField(
        label=gettext_lazy("What the next officer has to know"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=10_000,
        help_text=gettext_lazy("What is open is listed by itself. It stays within the office."),
    )
    classification = forms.TypedChoiceField(label=gettext_lazy("Level"), coerce=int)

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any):
        super().__init__(*args, **kwargs)
        levels = [(n, label) for n, label in Classification.choices if n <= officer.clearance]
        offer_choices(self, "classification", levels)
        first = min(officer.office.default_classification, officer.clearance)
        self.initial.setdefault("classification", first)
