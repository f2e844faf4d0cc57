"""Rows of one form: several persons, identities or offices. They grow without JavaScript."""

from collections.abc import Mapping
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
    """Rows that are removed by a tick; an untouched row is as if it were not there.

    Where the button `add` named these rows (its value: their prefix), there is one row more, and it
    begins as the first one did: browsers would show the first choice of a list for what isn't said.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.is_bound and is_growing(self.data) and self.data["add"] == self.prefix:
            self.data = self._grown()

    def _grown(self) -> Any:
        """The data with one more row, as an unbound form shows it."""
        typed = typed_number(self.data.get(f"{self.prefix}-TOTAL_FORMS", ""))
        if typed is None or typed >= MAX_ROWS:
            return self.data
        data = cast(QueryDict, self.data).copy()
        data[f"{self.prefix}-TOTAL_FORMS"] = str(typed + 1)
        fresh = self.form(prefix=self.add_prefix(typed), **self.get_form_kwargs(typed))
        for field in fresh:
            value = field.value()
            if value not in (None, "", False) and not data.get(field.html_name):
                data[field.html_name] = str(getattr(value, "value", value))
        return data

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


def is_growing(data: Mapping[str, Any] | None) -> bool:
    """Whether a form was sent only to get one more row."""
    return data is not None and "add" in data
