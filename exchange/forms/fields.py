"""Fields that forms about requests share: offices by name, times in UTC, files, handling."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.access import conditions_of_use
from central_offices.directory import as_typed
from central_offices.models import (
    CentralOffice,
    Classification,
    HandlingCode,
    InformationEvaluation,
    Officer,
    SourceEvaluation,
)
from exchange.conversation import attaching
from exchange.models import Attachment
from kernel.errors import NotReady
from kernel.forms.shown_again import CHOOSE, offer_choices, retype
from kernel.forms.sizes import MOST_FILES, MOST_NAMES_CHARACTERS, MOST_TEXT_CHARACTERS

EVALUATION = ("source_evaluation", "information_evaluation")


class _OfficesByName(forms.CharField):
    """Offices by code, city or country, separated by commas: "PRT, Brasília"."""

    default_help = gettext_lazy("Cities, countries or codes, separated by commas: Lisbon, BRA")

    def __init__(self, **kw: Any):
        bounds = {"max_length": MOST_NAMES_CHARACTERS}
        super().__init__(help_text=kw.pop("help_text", self.default_help), **bounds | kw)

    def offices(self, value: str) -> list[CentralOffice]:
        """Raises ValidationError with a sentence for each word that names no office, or several."""
        text = forms.CharField.clean(self, value)
        words = [word.strip() for word in text.replace(";", ",").split(",") if word.strip()]
        if not words:
            return []
        known, found, wrong = list(as_typed.reachable()), {}, []
        for word in words:
            try:
                office = as_typed.office(word, known)
            except NotReady as unclear:
                wrong.append(str(unclear))
            else:
                found[office.pk] = office
        if wrong:
            raise ValidationError(wrong)
        return list(found.values())

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        return ", ".join(office.code for office in value)


class OfficesField(_OfficesByName):
    """Any number of offices."""

    def clean(self, value: str) -> list[CentralOffice]:
        return self.offices(value)


class OneOfficeField(_OfficesByName):
    """One office by code, city or country."""

    default_help = gettext_lazy("City, country or code: Lisbon, BRA")

    def clean(self, value: str) -> CentralOffice:
        found = self.offices(value)
        if len(found) != 1:
            raise ValidationError(_("Name one office."))
        return found[0]


class NeededToSend(forms.CharField):
    """A draft may be saved without it; the request can't leave without it."""

    def __init__(self, **kw: Any):
        words = gettext_lazy("Needed before it can be sent.")
        super().__init__(help_text=words, **{"max_length": MOST_TEXT_CHARACTERS, **kw})

    def validate(self, value: str) -> None:
        """Nothing is demanded yet: `readiness` does so on the last look."""


class ChosenToSend(forms.MultipleChoiceField):
    """A draft may be saved with none chosen, also where the request can't leave without one."""

    def validate(self, value: list[str]) -> None:
        if value:
            super().validate(value)


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/input.html"


class FilesField(forms.FileField):
    """Any number of files at once, kept with the form (AttachmentsMixin)."""

    keeps_files = True

    def __init__(self, **kw: Any):
        super().__init__(widget=_ManyFiles(), **kw)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(item, initial) for item in given if item]


class AttachmentsMixin(forms.Form):
    """Files are stored as soon as they arrive, so that an error elsewhere does not lose them."""

    files = FilesField(  # type: ignore[assignment]  # Django takes fields out of the class
        label=gettext_lazy("Attachments"),
        required=False,
        help_text=gettext_lazy(
            "PDF, Word, Excel, OpenDocument, text, e-mail or picture, 25 MB each."
        ),
    )
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_FILES * 37)

    def __init__(self, *args: Any, officer: Officer, **kw: Any):
        super().__init__(*args, **kw)
        self.officer = officer
        self.attachments: list[Attachment] = []

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # left out of the stubs
        self.attachments = self._kept()
        for upload in self.cleaned_data.get("files") or []:
            try:
                if len(self.attachments) >= MOST_FILES:
                    raise NotReady(_("Attach 20 files at most."))
                self.attachments.append(attaching.upload(upload, upload.name, by=self.officer))
            except NotReady as refusal:
                self.add_error("files", str(refusal))
        if self.is_bound:
            kept = ",".join(str(row.pk) for row in self.attachments)
            retype(self, **{self.add_prefix("kept"): kept})

    def _kept(self) -> list[Attachment]:
        ids = [word for word in (self.cleaned_data.get("kept") or "").split(",") if word]
        own = Attachment.objects.visible_to(self.officer).select_related("file")
        try:
            rows = own.filter(pk__in=ids, request=None, contribution=None)
            return list(rows.order_by("uploaded_at", "id"))
        except ValidationError:
            return []


class HandlingMixin(forms.Form):
    """The level, the owner's conditions of use, and the 4×4 evaluation.

    What states facts demands the evaluation (`evaluated`); what only asks or decides may have one.
    """

    evaluated = False

    classification = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=[CHOOSE, *Classification.choices], coerce=int
    )
    handling_codes = forms.MultipleChoiceField(
        label=gettext_lazy("Conditions of use"),
        choices=HandlingCode.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    handling_note = forms.CharField(
        label=gettext_lazy("Other restrictions, in words"), required=False, max_length=1000
    )
    source_evaluation = forms.ChoiceField(
        label=gettext_lazy("Source"), choices=[("", "—"), *SourceEvaluation.choices]
    )
    information_evaluation = forms.ChoiceField(
        label=gettext_lazy("Information"), choices=[("", "—"), *InformationEvaluation.choices]
    )

    def __init__(self, *args: Any, **kw: Any):
        super().__init__(*args, **kw)
        for name in EVALUATION:
            field = self.fields[name]
            field.required = self.evaluated
            if self.evaluated:
                choices = list(cast(Any, field).choices)
                offer_choices(self, name, [CHOOSE, *choices[1:]])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for field, sentence in conditions_of_use.unsaid(data):
            self.add_error(field, sentence)
        return data

    def handling_words(self) -> dict[str, Any]:
        names = ("classification", "handling_codes", "handling_note", *EVALUATION)
        return {name: self.cleaned_data[name] for name in names}
