"""Forms about a person whom the office holds: when, who, and how it came about."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.forms.contributions import ContributionForm
from exchange.forms.fields import EVALUATION
from exchange.models.custody import person_name
from kernel.forms.days import UtcField
from kernel.forms.shown_again import CHOOSE, offer_choices
from kernel.forms.submit_once import OnceField


class ArrestForm(ContributionForm):
    """The first report; who is asked only where the request names several persons."""

    evaluated = True
    arrested_at = UtcField(
        label=gettext_lazy("Arrested at (UTC)"),
        help_text=gettext_lazy("The time to hold the person counts from this moment."),
    )
    subject_id = forms.TypedChoiceField(label=gettext_lazy("Who"), empty_value=None)
    field_order = ["subject_id", "arrested_at", "text", "files", *EVALUATION]
    for_all = False

    def __init__(self, *args: Any, **kw: Any):
        super().__init__(*args, **kw)
        self.fields["text"].label = _("Where and how")
        persons = self.recipient.request.persons
        named = [row["id"] for row in persons]
        choices = [(pk, person_name(persons, pk) or pk) for pk in named]
        offer_choices(self, "subject_id", [CHOOSE, *choices])
        if len(choices) < 2:
            del self.fields["subject_id"]


class CorrectForm(ContributionForm):
    """Another moment, and why."""

    evaluated = True
    arrested_at = ArrestForm.base_fields["arrested_at"]
    field_order = ["arrested_at", "text", "files", *EVALUATION]
    for_all = False

    def __init__(self, *args: Any, **kw: Any):
        super().__init__(*args, **kw)
        self.fields["text"].label = _("Why the moment was another one")


class MomentForm(forms.Form):
    """When the papers came, or when the person was released."""

    once = OnceField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    at = UtcField(label=gettext_lazy("When (UTC)"))
