"""Rows of one form: several persons, identities or offices. They grow without JavaScript."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kernel.forms.numbers import typed_number

MAX_ROWS = 40

if TYPE_CHECKING:
    BaseFormSet = forms.BaseFormSet[forms.Form]
else:  # Django's own takes no type
    BaseFormSet = forms.BaseFormSet


class BaseRows(BaseFormSet):
    """Rows that are removed by a tick; an untouched row is as if it were not there."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[DELETION_FIELD_NAME].label = _("Remove this")

    @property
    def given(self) -> list[dict[str, Any]]:
        """The typed values, row by row; call it when the rows are valid."""
        return [form.cleaned_data for form in self.filled]

    @property
    def filled(self) -> list[forms.Form]:
        """The rows that hold something and are not removed."""
        return [
            form
            for form in self.forms
            if form.cleaned_data
            and not form.cleaned_data.get(DELETION_FIELD_NAME)
            and (form.has_changed() or form.initial)
        ]


def rows_of(form: type[forms.Form], *, extra: int = 1) -> type[BaseRows]:
    """A formset of `form` with `extra` empty rows."""
    made = forms.formset_factory(
        form,
        formset=BaseRows,
        extra=extra,
        can_delete=True,
        max_num=MAX_ROWS,
        absolute_max=MAX_ROWS,
        validate_max=True,
    )
    return cast(type[BaseRows], made)


def grown(data: QueryDict) -> QueryDict:
    """The data with one more row where the button `add` asked for one (its value: the prefix)."""
    prefix = data.get("add", "")
    total = typed_number(data.get(f"{prefix}-TOTAL_FORMS", ""))
    if total is None:
        return data
    data = data.copy()
    data[f"{prefix}-TOTAL_FORMS"] = str(min(total + 1, MAX_ROWS))
    return data
