"""The forms of a case: filing it, changing it, and what is said when it is closed or shared."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.drafts import MARK_FIELDS, CaseDraft, PartDraft, ShareDraft
from cases.forms.fields import OfficeField, OfficerField
from cases.forms.marks import ConditionsForm, MarksForm
from cases.forms.rows import rows_of
from cases.models import Case, CaseShare, Offence
from central_offices import roles
from central_offices.models import Classification, Officer, Role
from kernel.forms.shown_again import CHOOSE, offer_choices, offer_rows
from kernel.forms.submit_once import OnceField
from policies.forms.tags import TagChoice, offer_tags
from policies.models import Portfolio

FILERS = (Role.OFFICER, Role.SUPERVISOR, Role.HEAD, Role.DUTY_OFFICER)


if TYPE_CHECKING:
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField[Offence]
else:  # Django's own takes no type
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField


class OffenceChoice(ModelMultipleChoiceField):
    """Entries of the catalogue that are in force, in words with their exclusion."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            queryset=Offence.objects.none(), widget=forms.CheckboxSelectMultiple, **kwargs
        )

    def label_from_instance(self, obj: Offence) -> str:
        return offence_words(obj)


def offence_words(offence: Offence) -> str:
    """An entry of the catalogue as lists of choices name it."""
    if offence.excluded_for_red:
        return _("%(offence)s (excluded for red notices)") % {"offence": offence}
    return str(offence)


class CaseForm(ConditionsForm):
    """The fields of a case, and how closely it is held."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("Short and neutral: others will see it.")
    )
    portfolios = forms.ModelMultipleChoiceField(
        label=_("Portfolios"),
        queryset=Portfolio.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one portfolio.")},
    )
    tags = TagChoice()
    offences = OffenceChoice(label=_("Offences"), required=False)
    charge = forms.CharField(
        label=_("Charge in free words"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What happened, where and when, and what the next step is."),
    )
    classification = forms.TypedChoiceField(
        label=_("Level"), choices=Classification, coerce=int, widget=forms.RadioSelect
    )
    lead_officer: "forms.ModelChoiceField[Officer]" = forms.ModelChoiceField(
        label=_("Lead officer"), queryset=Officer.objects.none(), empty_label=CHOOSE[1]
    )

    FIELDS = (
        "title",
        "portfolios",
        "tags",
        "offences",
        "charge",
        "summary",
        "classification",
        "handling_codes",
        "handling_note",
        "lead_officer",
    )

    def __init__(self, *args: Any, officer: Officer, case: Case | None = None, **kwargs: Any):
        self.officer, self.case = officer, case
        super().__init__(*args, **kwargs)
        offer_rows(self, "lead_officer", roles.with_role(officer.office, *FILERS))
        entries = Offence.objects.in_force()
        if case:
            entries = (entries | case.offences.all()).distinct()
        offer_tags(self, case.tags if case else ())
        self.entries = entries.prefetch_related("portfolios")
        offer_rows(self, "offences", self.entries)
        allowed = [choice for choice in Classification.choices if choice[0] <= officer.clearance]
        offer_choices(self, "classification", allowed)

    def offences_by_portfolio(self) -> list[tuple[str, list[Any]]]:
        """The boxes of the catalogue under the first portfolio of each entry."""
        under = {
            row.pk: next((str(portfolio) for portfolio in row.portfolios.all()), "")
            for row in self.entries
        }
        groups: dict[str, list[Any]] = {}
        for box in self["offences"]:
            groups.setdefault(under.get(box.data["value"].value, ""), []).append(box)
        return sorted(groups.items())

    @property
    def changes(self) -> dict[str, Any]:
        """The changes, as `filing.edit` takes them."""
        return {name: self.cleaned_data[name] for name in self.FIELDS}


class FilingForm(CaseForm):
    """A case that is being filed; sent twice it is filed once."""

    once = OnceField()

    def draft(self, parts: list[PartDraft], shares: list[ShareDraft]) -> CaseDraft:
        given = {**self.changes}
        given["portfolios"], given["offences"] = list(given["portfolios"]), list(given["offences"])
        return CaseDraft(**given, parts=parts, shares=shares)


class EditForm(CaseForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class ShareForm(forms.Form):
    """An office that shall see the case."""

    office = OfficeField(label=_("Office"), required=False)
    role = forms.ChoiceField(label=_("What it may do"), choices=CaseShare.Role, initial="OBSERVER")

    @staticmethod
    def draft(given: dict[str, Any]) -> ShareDraft:
        return ShareDraft(given["office"], given["role"])


class ShareNowForm(ShareForm):
    """The same for a case that is there: an office must be named."""

    office = OfficeField(label=_("Office"))


ShareRows = rows_of(ShareForm, each_once="office")


class InviteForm(forms.Form):
    officer = OfficerField(
        label=_("E-mail address"),
        help_text=_(
            "One officer of any office, who may then read this case within the own clearance."
        ),
    )


class ReasonForm(forms.Form):
    """A step that others will want to understand."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LowerLevelForm(ReasonForm):
    """The levels below the present one."""

    level = forms.TypedChoiceField(label=_("New level"), coerce=int)
    field_order = ["level", "reason"]

    def __init__(self, *args: Any, present: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        below = [(level.value, level.label) for level in Classification if level < present]
        offer_choices(self, "level", [CHOOSE, *below])


class NoteForm(MarksForm):
    once = OnceField()
    text = forms.CharField(
        label=_("Note"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ["text", *MARK_FIELDS]


class DocumentForm(MarksForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word, Excel, OpenDocument, text, e-mail or picture, up to 25 MB."),
    )
    description = forms.CharField(label=_("What it is"), max_length=200, required=False)
    field_order = ["file", "description", *MARK_FIELDS]
