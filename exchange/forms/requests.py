"""Forms of requests: shape and validity of the input, nothing else."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from central_offices.models import Officer
from exchange.forms.fields import (
    AttachmentsMixin,
    ChosenToSend,
    HandlingMixin,
    NeededToSend,
    OfficesField,
)
from exchange.models import (
    Conversation,
    Request,
    RequestType,
)
from exchange.models.rules import Fact
from exchange.requests import persons
from kernel import acting
from kernel.forms import sizes
from kernel.forms.days import UtcField
from kernel.forms.shown_again import CHOOSE, offer_choices, offer_rows
from kernel.forms.submit_once import OnceField
from kernel.values import sorting
from policies.forms.tags import TagChoice, offer_tags
from policies.models import Portfolio

WORDS = ("title", "urgency", "ask", "legal_basis", "necessity", "purpose", "reply_due")
COMMON_HELP = gettext_lazy(
    "For several offices. Common: each of them learns who else is asked, and answers, questions "
    "and replies go to everybody from the sending on, unless their writer keeps one between the "
    "two of you. This is fixed once the request is sent; whoever is asked later gets a request of "
    "its own, and nothing that was said before."
)


STATEMENT_HELP = gettext_lazy(
    "For a person who is suspected, charged, convicted or wanted: why the matter is not "
    "political, military, religious or racial, and how the person’s rights are kept."
)
ABOUT_HELP = gettext_lazy("Every office that is asked reads them.")
FROM_CASE_HELP = gettext_lazy(
    "Suggested are those of the case. Every office that is asked reads what you choose."
)


class RequestForm(HandlingMixin, AttachmentsMixin, forms.ModelForm):
    """A draft: what is asked of whom, with the facts that its type cannot do without."""

    use_required_attribute = False  # a browser's own check would keep a draft from being saved

    once = OnceField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    recipients = OfficesField(
        label=gettext_lazy("To"),
        error_messages={"required": gettext_lazy("Name at least one office.")},
    )
    reply_due = UtcField(
        label=gettext_lazy("Reply due (UTC)"),
        required=False,
        help_text=gettext_lazy("Leave empty for the usual time limit."),
    )
    subject_ids = ChosenToSend(
        label=gettext_lazy("Persons of the case"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What is known of them goes with the request, as it stands now."),
    )

    portfolios = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Portfolios"),
        queryset=Portfolio.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=ABOUT_HELP,
    )
    tags = TagChoice(help_text=ABOUT_HELP)

    class Meta:
        model = Request
        formfield_callback = sizes.formfield
        fields = ["title", "urgency", "ask", "legal_basis", "necessity", "purpose", "conversation"]
        help_texts = {"conversation": COMMON_HELP}
        widgets = {
            "ask": forms.Textarea(attrs={"rows": 6}),
            "legal_basis": forms.Textarea(attrs={"rows": 3}),
            "necessity": forms.Textarea(attrs={"rows": 3}),
            "conversation": forms.RadioSelect,
        }
        error_messages = {
            "title": {"required": gettext_lazy("Name the subject in a few words.")},
            "ask": {"required": gettext_lazy("Say what is asked.")},
        }

    def __init__(
        self, *args: Any, type: RequestType, case: Case | None, officer: Officer, **kw: Any
    ):
        super().__init__(*args, officer=officer, **kw)
        self.type, self.case = type, case
        for code in type.required_facts:
            self._demand(Fact(code))
        if type.seeks:
            self._demand(Fact.ARTICLES_2_3)
            self.fields[f"fact_{Fact.ARTICLES_2_3}"].help_text = STATEMENT_HELP
        self.fields["recipients"].widget.attrs |= {
            "hx-get": reverse("exchange:cover", args=[type.code]),
            "hx-trigger": "load, change",
            "hx-target": "#cover",
        }
        self._offer_persons()
        self._offer_what_it_is_about()
        if type.refugee_guard:
            del self.fields["conversation"]
        else:
            self.fields["conversation"].required = False  # not said, it is individual
        self.fields["urgency"].help_text = _("Flash: a life is at risk, or a danger is imminent.")
        if not self.fields["necessity"].help_text:
            self.fields["necessity"].help_text = _("For flash and urgent: why it can't wait.")
        self.order_fields(
            [
                "recipients",
                "conversation",
                "urgency",
                "title",
                "ask",
                "subject_ids",
                "portfolios",
                "tags",
                "legal_basis",
                "necessity",
                *[name for name in self.fields if name.startswith("fact_")],
            ]
        )

    def _demand(self, fact: Fact) -> None:
        """Show a field for what the type needs; sending is refused without it."""
        if fact in (Fact.LEGAL_BASIS, Fact.NECESSITY):
            name = fact.value.lower()
            area = forms.Textarea(attrs={"rows": 3})
            self.fields[name] = NeededToSend(label=self.fields[name].label, widget=area)
        elif fact == Fact.EVALUATION:
            needed = _("Needed before it can be sent.")
            self.fields["source_evaluation"].help_text = needed
        elif fact != Fact.PERSONS:
            first = self.instance.facts.get(fact, "")
            self.fields[f"fact_{fact}"] = NeededToSend(label=fact.label, initial=first)

    def _offer_persons(self) -> None:
        links = self.case.case_subjects.select_related("subject") if self.case else []
        with acting.by_a_rule(persons.RULE):
            choices = [(str(link.subject_id), f"{link.subject} ({link})") for link in links]
        if choices:
            offer_choices(self, "subject_ids", choices)
            if Fact.PERSONS in map(Fact, self.type.required_facts):
                self.fields["subject_ids"].help_text = _("Needed before it can be sent.")
                self.fields["subject_ids"].required = True
        else:
            del self.fields["subject_ids"]

    def _offer_what_it_is_about(self) -> None:
        """Portfolios and tags; of a new request those of its case are suggested."""
        offer_tags(self, self.instance.tags)
        if self.case and not self.instance.reference:
            for name in ("portfolios", "tags"):
                self.fields[name].help_text = FROM_CASE_HELP

    def words(self) -> dict[str, Any]:
        """The words, as `sending.draft` and `sending.revise` take them."""
        data = self.cleaned_data
        facts = {
            name.removeprefix("fact_"): value
            for name, value in data.items()
            if name.startswith("fact_") and value
        }
        return {
            **{name: data[name] for name in WORDS},
            "portfolios": [row.code for row in data["portfolios"]],
            "tags": data["tags"],
            "conversation": data.get("conversation") or Conversation.INDIVIDUAL,
            **self.handling_words(),
            "subject_ids": data.get("subject_ids", []),
            "facts": facts,
            "recipients": data["recipients"],
            "attachments": self.attachments,
        }


class SendForm(forms.Form):
    """The last look before a request leaves."""

    once = OnceField()
    version = forms.IntegerField(widget=forms.HiddenInput)


class ApproveForm(forms.Form):
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea, max_length=2000)


class NoteForm(forms.Form):
    once = OnceField()
    text = forms.CharField(
        label=gettext_lazy("Internal note"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        help_text=gettext_lazy("Stays in your office."),
    )


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(
        label=gettext_lazy("Officer"),
        queryset=Officer.objects.none(),
        empty_label=CHOOSE[1],
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept as an internal note. Stays in your office."),
    )

    def __init__(self, *args: Any, officer: Officer, **kw: Any):
        super().__init__(*args, **kw)
        people = Officer.objects.filter(office=officer.office_id, is_active=True, kind="HUMAN")
        offer_rows(self, "to", people.order_by(sorting.of("name")))


def field_of(name: str) -> str:
    """The form's name of what a refusal or the API calls `name`."""
    return name.replace("facts/", "fact_")
