"""The form of a dated rule, made from its table's columns: the rule, its days, and the reason."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from central_offices.dated_rules.changes import Draft
from central_offices.dated_rules.plans import Span, earliest
from central_offices.dated_rules.tables import DatedTable, Values
from central_offices.dated_rules.wording import by_language, languages
from central_offices.forms.accounts import StepForm
from kernel.forms.days import Day, DayField
from kernel.forms.shown_again import CHOOSE

ONE_DAY = timedelta(days=1)
LONG = 400  # characters, from which on a text gets several lines


class RuleForm(StepForm):
    """A rule as it shall be; `key` names one that is there, without it a new one is written."""

    def __init__(self, *args: Any, table: DatedTable, key: Values | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.table, self.rule = table, key
        columns = table.content if key is not None else table.labels
        for name in columns:
            self.fields.update(_fields(table, name))
        self.fields["valid_from"] = DayField(
            label=_("First day"),
            widget=Day(),
            help_text=format_lazy(_("{} at the earliest (UTC)."), earliest()),
        )
        self.fields["last_day"] = DayField(
            label=_("Last day"),
            widget=Day(),
            required=False,
            help_text=_("Empty: until it is changed. What would have held then holds again after."),
        )
        self.fields["reason"] = _reason()

    def draft(self) -> Draft:
        """The change as it was written."""
        given = self.cleaned_data
        key = self.rule if self.rule is not None else self._values(list(self.table.key))
        last = given["last_day"]
        span = Span(given["valid_from"], last + ONE_DAY if last else None)
        return Draft(self.table, key, self._values(list(self.table.content)), span)

    def named(self, column: str) -> str:
        """The field of the form at which a fault of a column is shown."""
        return column if column in self.fields or not column else f"{column}_en"

    def _values(self, names: list[str]) -> Values:
        return {name: self._value(name) for name in names}

    def _value(self, name: str) -> Any:
        given = self.cleaned_data
        if by_language(self.table, name):
            words = {code: given[f"{name}_{code}"].strip() for code, _language in languages()}
            return {code: text for code, text in words.items() if text}
        value = given[name]
        if name in self.table.many:
            return sorted(one.pk for one in value)
        return value


class EndForm(StepForm):
    """The last day of a rule, and why it ends."""

    last_day = DayField(label=_("Last day"), widget=Day())

    def __init__(self, *args: Any, table: DatedTable, key: Values, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.table, self.rule = table, key
        self.fields["reason"] = _reason()

    def draft(self) -> Draft:
        begins = self.cleaned_data["last_day"] + ONE_DAY
        return Draft(self.table, self.rule, {}, Span(begins))

    def named(self, column: str) -> str:
        """The field of the form at which a fault is shown."""
        return "last_day" if column == "valid_from" else column


def initial_of(table: DatedTable, content: Values) -> Values:
    """First values of the form: those of a row that is there."""
    found: Values = {}
    for name, value in content.items():
        if by_language(table, name):
            found |= {f"{name}_{code}": text for code, text in (value or {}).items()}
        else:
            found[name] = value
    return found


def _reason() -> forms.Field:
    return forms.CharField(
        label=_("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody concerned reads it."),
    )


def _fields(table: DatedTable, name: str) -> dict[str, forms.Field]:
    """The fields of one column: one a language for words."""
    column, label = table.column(name), table.labels[name]
    said: dict[str, Any] = {"label": label, "help_text": table.helps.get(name, "")}
    if by_language(table, name):
        return {
            f"{name}_{code}": forms.CharField(
                label=format_lazy("{} ({})", label, language),
                required=(code == "en" or table.every_language) and not column.blank,
                max_length=LONG * 5,
                widget=forms.Textarea(attrs={"rows": 3}) if name in table.long else None,
            )
            for code, language in languages()
        }
    choices = table.choices_of(name)
    if isinstance(column, ArrayField):
        return {
            name: forms.MultipleChoiceField(
                choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **said
            )
        }
    if choices:
        whole = isinstance(column, models.IntegerField)
        given = [] if column.blank else [CHOOSE]
        return {
            name: forms.TypedChoiceField(
                choices=[*given, *choices],
                coerce=int if whole else str,
                required=not column.blank,
                empty_value="",
                **said,
            )
        }
    if name in table.many:
        said["widget"] = forms.CheckboxSelectMultiple
    return {name: column.formfield(**said)}
