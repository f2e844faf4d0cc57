"""Forms of contributions: questions, answers, refusals, deferrals."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.models import Officer
from exchange.conversation import contributions, silence
from exchange.forms.fields import AttachmentsMixin, HandlingMixin
from exchange.models import RefusalGround, RequestRecipient
from kernel.forms.days import UtcField
from kernel.forms.shown_again import CHOOSE, offer_rows
from kernel.forms.sizes import MOST_TEXT_CHARACTERS
from kernel.forms.submit_once import OnceField

READ_BY_ALL = gettext_lazy(
    "Common conversation: without the tick these offices read it too: %(others)s. That holds for "
    "what you mark H1 or H2 as well: you give it to them yourself. For what they do with it your "
    "conditions hold as ever."
)


class ContributionForm(HandlingMixin, AttachmentsMixin, forms.Form):
    """Something that one office says to the other about a request.

    `recipient` is the one whose conversation it belongs to.
    """

    once = OnceField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=MOST_TEXT_CHARACTERS,
    )
    private = forms.BooleanField(required=False)
    lowered_because = forms.CharField(
        label=gettext_lazy("Why the level is below that of the request"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["text", "files"]
    for_all = True  # whether it is said to everybody in a common conversation

    def __init__(self, *args: Any, officer: Officer, recipient: RequestRecipient, **kw: Any):
        super().__init__(*args, officer=officer, **kw)
        self.recipient = recipient
        if not officer.may("manage_office", officer.office):
            del self.fields["lowered_because"]
        if not (recipient.request.is_common and self.for_all):
            del self.fields["private"]
            return
        one, *others = contributions.readers(recipient, officer.office, private=False)
        names = {"office": one, "others": ", ".join(str(office) for office in others) or "—"}
        self.fields["private"].label = _("Only to %(office)s") % names
        self.fields["private"].help_text = READ_BY_ALL % names


class ClarifyForm(ContributionForm):
    evaluated = True
    field_order = ["text", "files", "source_evaluation", "information_evaluation"]


class AnswerForm(ContributionForm):
    evaluated = True
    final = forms.TypedChoiceField(
        label=gettext_lazy("This is"),
        choices=[
            ("1", gettext_lazy("the whole answer")),
            ("0", gettext_lazy("a part of the answer")),
        ],
        coerce=lambda value: value == "1",
        initial="1",
        widget=forms.RadioSelect,
    )
    nothing_on_asylum = forms.BooleanField(
        label=gettext_lazy("The answer tells nothing of asylum or protection"),
        help_text=gettext_lazy("Not even that there is none: both would tell of people."),
    )
    field_order = ["text", "files", "final", "source_evaluation", "information_evaluation"]

    def __init__(self, *args: Any, recipient: RequestRecipient, **kw: Any):
        super().__init__(*args, recipient=recipient, **kw)
        if not recipient.request.type.refugee_guard:
            del self.fields["nothing_on_asylum"]


class RefuseForm(ContributionForm):
    ground = forms.ModelChoiceField(
        label=gettext_lazy("Ground"),
        queryset=RefusalGround.objects.none(),
        empty_label=CHOOSE[1],
    )
    contact = forms.CharField(
        label=gettext_lazy("Contact about the refusal"),
        max_length=200,
        help_text=gettext_lazy("Whom the other office can turn to."),
    )
    field_order = ["ground", "text", "contact"]

    def __init__(self, *args: Any, officer: Officer, recipient: RequestRecipient, **kw: Any):
        super().__init__(*args, officer=officer, recipient=recipient, **kw)
        self.fields["text"].label = _("Reasons")
        rows = RefusalGround.objects.visible_to(officer).in_force()
        offer_rows(self, "ground", silence.grounds(rows, recipient))


class DeferForm(ContributionForm):
    until = UtcField(label=gettext_lazy("Until (UTC)"))
    field_order = ["until", "text"]

    def __init__(self, *args: Any, officer: Officer, **kw: Any):
        super().__init__(*args, officer=officer, **kw)
        self.fields["text"].label = _("Reason, for instance an authorisation that takes time")


class AuthorisationForm(ContributionForm):
    until = UtcField(
        label=gettext_lazy("Expected by (UTC)"),
        help_text=gettext_lazy("The time limit is extended to then, and says why."),
    )
    field_order = ["until", "text"]

    def __init__(self, *args: Any, **kw: Any):
        super().__init__(*args, **kw)
        self.fields["text"].label = _("Which authorisation is needed, and why it takes so long")
