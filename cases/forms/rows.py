"""Rows of one form: several persons, identities or offices. They grow without JavaScript."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import KnownField
from kernel.forms.numbers import typed_number
from kernel.forms.sizes import MOST_ITEMS

if TYPE_CHECKING:
    BaseFormSet = forms.BaseFormSet[forms.Form]
else:  # Django's own takes no type
    BaseFormSet = forms.BaseFormSet


class BaseRows(BaseFormSet):
    """Rows that are removed by a tick; an untouched row is as if it were not there.

    No two hold the same in the field `each_once`, where a formset names one.

    Where the button `add` named these rows (its value: their prefix), there is one row more, and it
    begins as the first one did: browsers would show the first choice of a list for what isn't said.
    """

    each_once = ""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.is_bound and is_growing(self.data) and self.data["add"] == self.prefix:
            self.data = self._grown()

    def _grown(self) -> Any:
        """The data with one more row, as an unbound form shows it."""
        typed = typed_number(self.data.get(f"{self.prefix}-TOTAL_FORMS", ""))
        if typed is None or typed >= MOST_ITEMS:
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
        for field in form.fields.values():
            if isinstance(field, KnownField):
                field.rows = self._shared(field.rows)

    def clean(self) -> None:
        """Say at a row that it holds what another holds already."""
        seen = set()
        for form in self.filled if self.each_once else []:
            value = form.cleaned_data.get(self.each_once)
            if value in seen:
                form.add_error(self.each_once, _("This stands in another row already."))
            if value:
                seen.add(value)

    def _shared(self, rows: Callable[[], Sequence[Any]]) -> Callable[[], Sequence[Any]]:
        """The same rows, asked for once by all rows of the formset."""
        asked: dict[Any, Callable[[], Sequence[Any]]] = self.__dict__.setdefault("asked", {})
        return asked.setdefault(rows, cache(rows))

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


def rows_of(form: type[forms.Form], *, extra: int = 1, each_once: str = "") -> type[BaseRows]:
    """A formset of `form` with `extra` empty rows, of which no two hold the same in `each_once`."""
    made = forms.formset_factory(
        form,
        formset=BaseRows,
        extra=extra,
        can_delete=True,
        max_num=MOST_ITEMS,
        absolute_max=MOST_ITEMS,
        validate_max=True,
    )
    return type(made.__name__, (cast(type[BaseRows], made),), {"each_once": each_once})


def is_growing(data: Mapping[str, Any] | None) -> bool:
    """Whether a form was sent only to get one more row."""
    return data is not None and "add" in data
