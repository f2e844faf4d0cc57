"""The conditions of use and the 4×4 evaluation of what somebody adds to a case."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.drafts import MARK_FIELDS, NOT_EVALUATED, Marks
from central_offices.access import conditions_of_use
from central_offices.models import HandlingCode, InformationEvaluation, SourceEvaluation


class ConditionsForm(forms.Form):
    """Under which conditions others may use what they are given."""

    handling_codes = forms.MultipleChoiceField(
        label=_("Handling codes"),
        choices=[
            (code, format_lazy("{}: {}", code, words)) for code, words in HandlingCode.choices
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Your conditions of use. They do not decide who sees the case."),
    )
    handling_note = forms.CharField(
        label=_("Other restrictions"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed with H3."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for field, sentence in conditions_of_use.unsaid(given):
            self.add_error(field, sentence)
        return given


class MarksForm(ConditionsForm):
    """Nothing has to be chosen: what nobody evaluated is X4, and without codes it is free."""

    source_evaluation = forms.ChoiceField(
        label=_("Source"),
        choices=SourceEvaluation.choices,
        initial=NOT_EVALUATED.source_evaluation,
        required=False,
    )
    information_evaluation = forms.ChoiceField(
        label=_("Information"),
        choices=InformationEvaluation.choices,
        initial=NOT_EVALUATED.information_evaluation,
        required=False,
    )

    def marks(self) -> Marks:
        """The marks, as `filing.add_note` and `filing.add_document` take them."""
        return Marks(
            **{
                name: self.cleaned_data[name] or getattr(NOT_EVALUATED, name)
                for name in MARK_FIELDS
            }
        )

    @property
    def mark_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in MARK_FIELDS]
