"""Forms that are shown again: choices per officer, newer versions."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.errors import Stale
from kernel.values import sorting

if TYPE_CHECKING:
    ModelChoiceIterator = models.ModelChoiceIterator[Any]
else:  # Django's own takes no type
    ModelChoiceIterator = models.ModelChoiceIterator

# The first entry of a list of choices where nothing is said yet: browsers send the first one.
CHOOSE = ("", gettext_lazy("Choose"))


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any, Any]) -> None:
    """Let the field choose among these rows; widget and field both learn of them."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


class ByName(ModelChoiceIterator):
    """The rows that a field offers, by what is shown of each in the reader's language."""

    def __iter__(self) -> Iterator[Any]:
        shown = list(super().__iter__())
        first = 0 if self.field.empty_label is None else 1
        yield from shown[:first]
        yield from sorting.by_name(shown[first:], name=lambda choice: choice[1])


def offer_choices(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let the field choose among these (value, label)."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def retype(form: forms.BaseForm, **values: Any) -> None:
    """Show other values than the ones typed; what came in the request itself stays as it was."""
    data: Any = form.data
    form.data = data.copy()
    for name, value in values.items():
        cast(Any, form.data)[name] = value


def ask_to_open_again(form: forms.BaseForm, stale: Stale) -> None:
    """Say that somebody else saved meanwhile, on a form that shows nothing of theirs."""
    again = _("Open it again to see what it says now.")
    form.add_error(None, f"{stale} {again}")


def stand_beside_theirs(form: forms.BaseForm, stale: Stale) -> None:
    """Say so on a page that shows theirs beside; sending the same form again replaces theirs."""
    form.add_error(None, str(stale))
    retype(form, version=stale.theirs.version)


def offer_to_replace(form: forms.BaseForm, stale: Stale) -> None:
    """Say that somebody else saved meanwhile; sending the same form again replaces theirs."""
    form.add_error(None, _("%(why)s Saving now replaces it.") % {"why": stale})
    retype(form, version=stale.theirs.version)
