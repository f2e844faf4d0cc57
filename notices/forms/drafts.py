"""The forms of the parts of a draft, one a page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import read_date
from cases.models import CaseSubject, Photo
from cases.safeguards.plausible import span_refused
from central_offices.models import Classification, HandlingCode
from kernel import acting
from kernel.forms.days import Day, DayField
from kernel.forms.shown_again import offer_choices, offer_rows
from kernel.forms.submit_once import OnceField
from notices.forms.fields import (
    NeededCountry,
    NeededDate,
    NeededText,
    OfficesField,
    label_rows,
)
from notices.forms.steps import words
from notices.models import Colour, ExtractField, Notice, Particulars, Proceeding, SecondLanguage
from notices.payload import of_draft
from policies.models import Portfolio

PHOTO_GOOD = [("", _("Not said")), ("yes", _("Yes")), ("no", _("No"))]


class PartForm(forms.Form):
    """A part of a draft, based on the version that was shown."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """The typed values, without what only the form needs."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class StartForm(forms.Form):
    """On whom, and of which kind."""

    once = OnceField()
    colour = forms.ChoiceField(label=_("Kind of notice"), widget=forms.RadioSelect)
    link = forms.ModelChoiceField(
        label=_("Person"),
        queryset=CaseSubject.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose a person of the case.")},
    )

    def __init__(
        self,
        *args: Any,
        links: QuerySet[CaseSubject],
        colours: Sequence[Colour],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        offer_choices(self, "colour", [(colour.value, colour.label) for colour in colours])
        self.fields["colour"].initial = colours[0].value if len(colours) == 1 else None
        offer_rows(self, "link", links)
        label_rows(self, "link", _link_words)


class IdentityForm(PartForm):
    """The photograph, and identifying data besides the record of the person."""

    photo = forms.ModelChoiceField(
        label=_("Photograph"),
        queryset=Photo.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label=_("None"),
    )
    photo_is_good = forms.ChoiceField(
        label=_("Can the person be known by this photograph?"),
        choices=PHOTO_GOOD,
        required=False,
        widget=forms.RadioSelect,
    )
    held = forms.MultipleChoiceField(
        label=_("Held by your office, given on request"),
        choices=Particulars.Held,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    father = forms.CharField(label=_("Father’s name"), max_length=200, required=False)
    mother = forms.CharField(label=_("Mother’s name"), max_length=200, required=False)
    build = forms.CharField(label=_("Build"), max_length=200, required=False)
    second_language = forms.ChoiceField(
        label=_("Second language of the document"), choices=SecondLanguage
    )

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.notice = notice
        held = Photo.objects.filter(subject=notice.subject_id)
        offer_rows(self, "photo", held)
        label_rows(self, "photo", _photo_words)
        if not held.exists():
            del self.fields["photo"], self.fields["photo_is_good"]

    def values(self) -> dict[str, Any]:
        given = super().values()
        if "photo" not in self.fields:  # the record has none, or one that this officer doesn't see
            return given | self._as_it_was()
        said = given.get("photo_is_good", "")
        given["photo_is_good"] = {"yes": True, "no": False}.get(said)
        return given

    @acting.by_a_rule(of_draft.WHAT_IT_SAYS)
    def _as_it_was(self) -> dict[str, Any]:
        more = getattr(self.notice, "particulars", None) or Particulars()
        return {"photo": self.notice.photo, "photo_is_good": more.photo_is_good}


class JudicialForm(PartForm):
    """Warrant and assurances (RPD art. 83(2)(b), 84)."""

    kind = forms.ChoiceField(label=_("Wanted"), choices=Proceeding.Kind, widget=forms.RadioSelect)
    jurisdiction = NeededCountry(label=_("Country of the warrant"))
    warrant_reference = NeededText(label=_("Number of the warrant or judgment"), max_length=120)
    warrant_issuer = NeededText(label=_("Issued by"), max_length=200)
    warrant_issued_on = NeededDate(
        label=_("Issued on"),
        help_text=_("As 2026-03-02."),
        widget=Day,
    )
    warrant_file = forms.FileField(
        label=_("Copy of the warrant"),
        required=False,
        help_text=_("A PDF or a photograph. A new file takes the place of the old one."),
    )
    issuer_is_judicial = forms.BooleanField(
        label=_("The issuer is a judge or court"), required=False
    )
    appeal_possible = forms.BooleanField(
        label=_("A court can be appealed to against the warrant"), required=False
    )
    in_absentia = forms.BooleanField(label=_("Tried in absence"), required=False)
    limitation_date = DayField(
        label=_("Time-barred from"),
        required=False,
        widget=Day,
    )
    extradition_will_be_sought = forms.BooleanField(
        label=_("Extradition will be sought when the person is arrested (RPD art. 84)"),
        required=False,
    )
    coordinated_with_extradition_authority = forms.BooleanField(
        label=_("The authority responsible for extradition has agreed"), required=False
    )
    authority_is_competent = forms.BooleanField(
        label=_("The authority that issued the warrant is competent for it"), required=False
    )


def _link_words(link: CaseSubject) -> str:
    return f"{link.subject} ({link.get_status_of_person_display()})"


def _photo_words(photo: Photo) -> str:
    return ", ".join(filter(None, (photo.taken, photo.source))) or str(
        _("Without a date or source")
    )


class FactsForm(PartForm):
    """The facts: what happened, where and when, and why others are concerned."""

    facts = NeededText(
        label=_("Facts of the case"),
        max_length=20_000,
        widget=words(6),
        help_text=_("The person’s own part in it, without judging."),
    )
    facts_second = forms.CharField(
        label=_("Facts in the second language"), max_length=20_000, required=False, widget=words(6)
    )
    facts_place = NeededText(label=_("Where"), max_length=200)
    facts_from = NeededText(
        label=_("From"), max_length=40, help_text=_("2025, 2025-01 or 2025-01-31")
    )
    facts_to = forms.CharField(label=_("To"), max_length=40, required=False)
    international_interest = NeededText(
        label=_("Why other countries are concerned"),
        max_length=4000,
        widget=words(3),
    )

    def clean_facts_from(self) -> str:
        return self._date("facts_from")

    def clean_facts_to(self) -> str:
        return self._date("facts_to")

    def _date(self, name: str) -> str:
        typed: str = self.cleaned_data[name]
        read_date(typed, "")
        return typed

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for field, sentence in span_refused(given.get("facts_from"), given.get("facts_to")):
            self.add_error(field, sentence)
        return given


class ActionForm(PartForm):
    """The action asked of the others, and for how long."""

    action = forms.CharField(
        label=_("Action asked for"), max_length=4000, required=False, widget=words(3)
    )
    action_second = forms.CharField(
        label=_("Action in the second language"), max_length=4000, required=False, widget=words(3)
    )
    caution = forms.CharField(
        label=_("Warning to officers"), max_length=1000, required=False, widget=words(2)
    )
    caution_second = forms.CharField(
        label=_("Warning in the second language"), max_length=1000, required=False, widget=words(2)
    )
    portfolios = forms.ModelMultipleChoiceField(
        label=_("Portfolios"),
        queryset=Portfolio.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one portfolio.")},
    )
    valid_until = DayField(
        label=_("Wanted until"),
        required=False,
        help_text=_("Five years at most; one year if you leave it empty."),
        widget=Day,
    )


class RestrictionsForm(PartForm):
    """Level, conditions of use, and who must not see it."""

    classification = forms.TypedChoiceField(
        label=_("Level"), choices=Classification, coerce=int, widget=forms.RadioSelect
    )
    handling_codes = forms.MultipleChoiceField(
        label=_("Conditions of use"),
        choices=HandlingCode,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    not_for = OfficesField(
        label=_("Offices that must not see it"),
        required=False,
        help_text=_(
            "Codes or cities with commas between them. Leave it empty to circulate to every "
            "office. Nobody learns who is left out."
        ),
    )


class ExtractForm(PartForm):
    """Whether the public may see an extract; it has to be said either way."""

    choice = forms.ChoiceField(
        label=_("May the public see an extract?"),
        choices=[
            (Notice.PublicExtract.NONE, _("No: for police only")),
            (Notice.PublicExtract.REQUESTED, _("Yes, with the fields below")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the public may see an extract.")},
    )
    fields_shown = forms.MultipleChoiceField(
        label=_("Fields"),
        choices=ExtractField,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("choice") == Notice.PublicExtract.REQUESTED and not given.get("fields_shown"):
            self.add_error("fields_shown", _("Choose at least one field."))
        return given

    def values(self) -> dict[str, Any]:
        given = super().values()
        return {"choice": given["choice"], "fields": given["fields_shown"]}
