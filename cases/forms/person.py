"""The forms of a person: one short form in a case, and the whole record with its lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.cautions import WARNINGS
from cases.drafts import (
    MOST_MARKS_CHARACTERS,
    DocumentDraft,
    IdentityDraft,
    NationalityDraft,
    PartDraft,
    PersonDraft,
)
from cases.forms.fields import CountryField, read_birth
from cases.forms.rows import rows_of
from cases.models import CaseSubject, IdDocument, Identity, Nationality, Sex, Subject
from cases.safeguards import plausible
from kernel.forms.days import DayField
from kernel.forms.shown_again import CHOOSE

Rows = list[dict[str, Any]]
CALENDARS = [("", _("As written")), ("gregorian", _("Gregorian")), ("hijri", _("Hijri")),
             ("solar_hijri", _("Solar Hijri")), ("ethiopian", _("Ethiopian")),
             ("minguo", _("Minguo (Republic of China)"))]  # fmt: skip


class BornForm(forms.Form):
    """The birth as an identity has it; the date may be partly known."""

    birth = forms.CharField(
        label=_("Date of birth"),
        max_length=40,
        required=False,
        help_text=_(
            "Year first: 1979, 1979-07, 1979-07-21, 1950..1955, circa 1979, before 1980, "
            "1970 or 1985, 1400 AH."
        ),
    )
    birth_calendar = forms.ChoiceField(label=_("Calendar"), choices=CALENDARS, required=False)
    birth_place = forms.CharField(label=_("Place of birth"), max_length=150, required=False)
    birth_country = CountryField(label=_("Country of birth"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        try:
            read_birth(given.get("birth", ""), given.get("birth_calendar", ""))
        except forms.ValidationError as wrong:
            self.add_error("birth", wrong)
        return given


class IdentityForm(BornForm):
    as_written = forms.CharField(
        label=_("Name as written"),
        max_length=300,
        help_text=_("In the script of the source. Family name first in capitals if you know it."),
    )
    romanised = forms.CharField(
        label=_("In Latin letters"),
        max_length=300,
        required=False,
        help_text=_("As in a passport, when it is known. Searching does not need it."),
    )
    label = forms.ChoiceField(
        label=_("Kind of identity"), choices=Identity.Label, initial="CLAIMED"
    )
    family_name = forms.CharField(label=_("Family name"), max_length=150, required=False)
    forename = forms.CharField(label=_("Forenames"), max_length=150, required=False)
    quality = forms.CharField(required=False, widget=forms.HiddenInput, max_length=12)

    field_order = ("as_written", "romanised", "label", "family_name", "forename")

    @staticmethod
    def draft(given: dict[str, Any]) -> IdentityDraft:
        return IdentityDraft(**{name: given[name] for name in IdentityDraft.__slots__})


class NationalityForm(forms.Form):
    jurisdiction = CountryField(
        label=_("Country"), help_text=_("XXA: stateless. Dissolved states are offered too.")
    )
    status = forms.ChoiceField(label=_("Certainty"), choices=Nationality.Status, initial="CLAIMED")

    @staticmethod
    def draft(given: dict[str, Any]) -> NationalityDraft:
        return NationalityDraft(given["jurisdiction"], given["status"])


class IdDocumentForm(forms.Form):
    kind = forms.ChoiceField(label=_("Document"), choices=[CHOOSE, *IdDocument.Kind.choices])
    number = forms.CharField(label=_("Number"), max_length=60)
    issuer = CountryField(label=_("Issued by"), required=False)
    issued_on = DayField(label=_("Issued"), required=False, help_text=_("2019-07-21"))
    expires_on = DayField(label=_("Expires"), required=False)
    status = forms.ChoiceField(label=_("State"), choices=IdDocument.Status, initial="UNKNOWN")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        dates = given.get("issued_on"), given.get("expires_on")
        for field, sentence in plausible.document_refused(*dates):
            self.add_error(field, sentence)
        return given

    @staticmethod
    def draft(given: dict[str, Any]) -> DocumentDraft:
        return DocumentDraft(**{name: given[name] for name in DocumentDraft.__slots__})


IdentityRows = rows_of(IdentityForm, extra=0)
NationalityRows = rows_of(NationalityForm, extra=0, each_once="jurisdiction")
IdDocumentRows = rows_of(IdDocumentForm, extra=0)


class SubjectForm(forms.Form):
    """The record itself: what does not depend on the identity used."""

    kind = forms.ChoiceField(label=_("Kind of record"), choices=Subject.Kind)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex)
    deceased = forms.BooleanField(label=_("Deceased"), required=False)
    minor_at_event = forms.BooleanField(label=_("Minor at the time of the facts"), required=False)
    warnings = forms.MultipleChoiceField(
        label=_("Warnings"), choices=WARNINGS, required=False, widget=forms.CheckboxSelectMultiple
    )
    height_cm = forms.IntegerField(
        label=_("Height in cm"), required=False, min_value=20, max_value=272
    )
    weight_kg = forms.IntegerField(
        label=_("Weight in kg"), required=False, min_value=1, max_value=635
    )
    distinguishing_marks = forms.CharField(
        label=_("Distinguishing marks"),
        required=False,
        max_length=MOST_MARKS_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def draft(self, identities: Rows, nationalities: Rows, documents: Rows) -> PersonDraft:
        facts = {k: v for k, v in self.cleaned_data.items() if k not in {"kind", "sex", "version"}}
        return PersonDraft(
            [IdentityForm.draft(row) for row in identities],
            [NationalityForm.draft(row) for row in nationalities],
            [IdDocumentForm.draft(row) for row in documents],
            kind=self.cleaned_data["kind"],
            sex=self.cleaned_data["sex"],
            facts=facts,
        )


class PartForm(BornForm):
    """A person entered in a case: the main identity, and what is asked first at a border."""

    existing = forms.UUIDField(required=False, widget=forms.HiddenInput)
    as_written = forms.CharField(
        label=_("Name as written"),
        max_length=300,
        required=False,
        help_text=_("In the script of the source. Leave empty for a person not yet identified."),
    )
    romanised = forms.CharField(label=_("In Latin letters"), max_length=300, required=False)
    status_of_person = forms.ChoiceField(
        label=_("In this case"), choices=[CHOOSE, *CaseSubject.Status.choices]
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex, initial=Sex.UNKNOWN)
    nationality = CountryField(label=_("Nationality"), required=False)
    document_kind = forms.ChoiceField(
        label=_("Document"), choices=[CHOOSE, *IdDocument.Kind.choices], required=False
    )
    document_number = forms.CharField(label=_("Document number"), max_length=60, required=False)

    field_order = ("existing", "as_written", "romanised", "status_of_person", "sex")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("document_number") and not given.get("document_kind"):
            self.add_error("document_kind", _("Choose the document that has this number."))
        return given

    @staticmethod
    def draft(given: dict[str, Any]) -> PartDraft:
        if given.get("existing"):
            return PartDraft(given["status_of_person"], existing=given["existing"])
        identity = {
            name: given[name]
            for name in ("romanised", "birth", "birth_calendar", "birth_place", "birth_country")
        }
        name, country, number = (
            given[field] for field in ("as_written", "nationality", "document_number")
        )
        person = PersonDraft(
            [IdentityDraft(name, **identity)] if name else [],
            [NationalityDraft(country)] if country else [],
            [DocumentDraft(given["document_kind"], number)] if number else [],
            kind="PERSON" if name else "UNKNOWN_PERSON",
            sex=given["sex"],
        )
        return PartDraft(given["status_of_person"], person)


PartRows = rows_of(PartForm, each_once="existing")


class AddToCaseForm(forms.Form):
    """A record that the office keeps, put into another case."""

    case = forms.CharField(
        label=_("Case"), max_length=24, help_text=_("Its reference, such as KEN-2026-000481.")
    )
    status_of_person = forms.ChoiceField(
        label=_("In this case"), choices=[CHOOSE, *CaseSubject.Status.choices]
    )


class ChangePartForm(forms.Form):
    """A person's part in a case, said anew."""

    subject = forms.UUIDField(widget=forms.HiddenInput)
    status_of_person = forms.ChoiceField(
        label=_("In this case"), choices=[CHOOSE, *CaseSubject.Status.choices]
    )


class PhotoForm(forms.Form):
    file = forms.FileField(label=_("Photograph"), help_text=_("JPEG, PNG or WebP, up to 10 MB."))
    taken = forms.CharField(label=_("When taken"), max_length=40, required=False)
    source = forms.CharField(label=_("Source"), max_length=120, required=False)
