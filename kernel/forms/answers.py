"""Answers of a valid form in words, field by field: what will be kept, before it is.

A new field of a form stands in them without anybody adding it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

ROWS_ONLY = "DELETE"  # the box that removes a row of several: it is acted on, not kept


class Answer(NamedTuple):
    """A field's name, its label, and its value as it reads; empty if nothing was answered."""

    name: str
    label: str
    words: str


def answers(form: forms.BaseForm) -> list[Answer]:
    """Each visible field of a valid form with what it holds, in their order."""
    return [
        Answer(field.name, str(field.label), ", ".join(filter(None, _words(field))))
        for field in form.visible_fields()
        if field.name != ROWS_ONLY
    ]


def _words(field: forms.BoundField) -> Iterable[str]:
    value = field.form.cleaned_data.get(field.name)
    labels = _labels(field.field)
    several = cast(Iterable[Any], value) if _is_several(value) else [value]
    return [labels.get(_key(one)) or _plain(one) for one in several]


def _labels(field: forms.Field) -> dict[str, str]:
    if isinstance(field, forms.ModelChoiceField):
        return {}
    choices: Iterable[Any] = getattr(field, "choices", None) or ()
    return {str(key): str(label) for key, label in choices if key not in (None, "")}


def _key(value: Any) -> str:
    return str(getattr(value, "value", value))


def _is_several(value: Any) -> bool:
    return hasattr(value, "__iter__") and not isinstance(value, str | bytes)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(value, "j M Y H:i")
    if isinstance(value, date):
        return date_format(value, "j M Y")
    return "" if value is None else str(value)
