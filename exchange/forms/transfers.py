"""Forms in which work is passed on to a colleague: to whom, with which words."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.models import Officer
from exchange.forms.contributions import ContributionForm
from exchange.forms.fields import OneOfficeField
from exchange.models import RequestRecipient, Transfer
from kernel.forms.shown_again import offer_rows
from kernel.forms.submit_once import OnceField
from kernel.values import sorting


class CallForm(forms.Form):
    """Why an officer asks for what a colleague holds."""

    once = OnceField()
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What your colleague has to know. Stays in your office."),
    )

    def __init__(self, *args: Any, officer: Officer, recipient: RequestRecipient, **kw: Any):
        super().__init__(*args, **kw)


class TransferForm(CallForm):
    """To which colleague, and why."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("Officer"),
        queryset=Officer.objects.none(),
        empty_label=gettext_lazy("Choose"),
    )
    field_order = ["to", "note"]

    def __init__(self, *args: Any, officer: Officer, recipient: RequestRecipient, **kw: Any):
        super().__init__(*args, officer=officer, recipient=recipient, **kw)
        people = Officer.objects.filter(office=officer.office_id, is_active=True, kind="HUMAN")
        people = people.filter(clearance__gte=recipient.request.classification).exclude(
            pk=officer.pk
        )
        offer_rows(self, "to", people.order_by(sorting.of("name")))


class ReplyForm(forms.Form):
    """The reason of who declines, or the advice."""

    once = OnceField()
    reply = forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, transfer: Transfer, step: str, **kw: Any):
        super().__init__(*args, **kw)
        advice = transfer.kind == Transfer.Kind.ADVICE and step == "accept"
        self.fields["reply"].label = _("Your advice") if advice else _("Why not")
        self.fields["reply"].help_text = _("Stays in your office.")


class ReferForm(ContributionForm):
    """The office that is competent, and why."""

    instead = OneOfficeField(label=gettext_lazy("Competent office"))
    field_order = ["instead", "text"]

    def __init__(self, *args: Any, **kw: Any):
        super().__init__(*args, **kw)
        self.fields["text"].label = _("Why")
        self.fields["text"].help_text = _(
            "Nothing is sent to that office: the one that asked decides whether to ask it."
        )
