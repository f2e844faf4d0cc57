"""Tables of dated rules: each app declares its own, and all are changed in one way (changes.py).

A table has rows of one model with `valid_from` and `valid_to`. The columns of its key say which
rule a row is about; at most one row of a rule holds on any day.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from central_offices.models import in_language

Sentence = str | Promise
Values = dict[str, Any]
Faults = list[tuple[str, str]]
Choices = list[tuple[Any, Any]]


@dataclass(frozen=True)
class DatedTable:
    """One table of rules, and what its pages say about it.

    `key` and `content` are columns with their labels, `helps` says more under the field of one,
    and `choices` gives the values of one whose column knows none. `effect` says from when on a row
    counts for what. `concerned(key, before, after)` yields sentences with numbers: what a change
    reaches. `check(values)` gives the faults of a rule as (column, sentence), `kept(key)` why a
    rule can be changed but not ended. Rules can be added where `is_open`. `reviewers_are_told`:
    beside heads of offices, administrators and the Commission, who are told of every change.
    """

    model: Any
    slug: str
    title: Sentence
    effect: Sentence
    key: Mapping[str, Sentence]
    content: Mapping[str, Sentence]
    helps: Mapping[str, Sentence] = field(default_factory=dict)
    choices: Mapping[str, Callable[[], Choices]] = field(default_factory=dict)
    concerned: Callable[[Values, Values, Values], Iterator[str]] = lambda key, was, now: iter(())
    check: Callable[[Values], Faults] = lambda values: []
    kept: Callable[[Values], str] = lambda key: ""
    is_open: bool = True
    every_language: bool = False  # words are written in each; elsewhere English is enough
    long: tuple[str, ...] = ()  # columns of words that take several lines
    reviewers_are_told: bool = False

    @property
    def db_table(self) -> str:
        return str(self.model._meta.db_table)

    @property
    def labels(self) -> dict[str, Sentence]:
        return {**self.key, **self.content}

    def column(self, name: str) -> Any:
        """The field of the model."""
        return self.model._meta.get_field(name)

    @property
    def many(self) -> list[str]:
        """Columns that lie in a table between."""
        return [name for name in self.labels if self.column(name).many_to_many]

    def key_of(self, row: Any) -> Values:
        return {name: getattr(row, name) for name in self.key}

    def content_of(self, row: Any) -> Values:
        """The values of the row, as they are kept in a change."""
        return {name: self._value(row, name) for name in self.content}

    def _value(self, row: Any, name: str) -> Any:
        if name in self.many:
            return sorted(one.pk for one in getattr(row, name).all())
        return getattr(row, name)

    def rows(self, key: Values | None = None) -> models.QuerySet[Any]:
        """Its rows, of one rule or all, each rule from its first day on."""
        rows: models.QuerySet[Any] = self.model.objects.prefetch_related(*self.many)
        if key is not None:
            rows = rows.filter(**key)
        return rows.order_by(*self.key, "valid_from")

    def named(self, key: Values, content: Values) -> str:
        """A rule in words: by its own name where it has one, else by its key."""
        if content.get("names"):
            return in_language(content["names"])
        words = [str(self.in_words(name, key.get(name))) for name in self.key]
        return " · ".join(word for word in words if word)

    def choices_of(self, name: str) -> Choices:
        """The values that a column can have, with their labels; empty where it takes any."""
        if name in self.choices:
            return self.choices[name]()
        column = self.column(name)
        return list(getattr(column, "base_field", column).flatchoices)

    def in_words(self, name: str, value: Any) -> str:
        """A value of a column as people read it."""
        column = self.column(name)
        if name in self.many:
            found = column.related_model.objects.filter(pk__in=value or [])
            return ", ".join(str(one) for one in found)
        if isinstance(column, models.JSONField):
            return in_language(value) if value else "—"
        if isinstance(column, models.BooleanField):
            return _("Yes") if value else _("No")
        choices = dict(self.choices_of(name))
        if isinstance(value, list):
            return ", ".join(str(choices.get(one, one)) for one in value) or "—"
        if value in choices:
            return str(choices[value])
        return "—" if value in (None, "") else str(value)


_tables: dict[str, DatedTable] = {}


def register(*tables: DatedTable) -> None:
    """Give these tables pages; each app calls it once, when it is ready."""
    for table in tables:
        _tables[table.slug] = table


def every() -> list[DatedTable]:
    """Every table, by its title."""
    return sorted(_tables.values(), key=lambda table: str(table.title))


def by_slug(slug: str) -> DatedTable | None:
    return _tables.get(slug)


def by_name(db_table: str) -> DatedTable:
    """The table with this name in the database."""
    return next(table for table in _tables.values() if table.db_table == db_table)


def is_code(text: str) -> bool:
    """Whether it is written as codes of rules are: capital letters, digits and underlines."""
    return text.isascii() and text.replace("_", "").isalnum() and text == text.upper()
