"""Rules and their changes as pages show them: label and value, before and after, days."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.utils.text import format_lazy

from central_offices.dated_rules.plans import Effect, Kept
from central_offices.dated_rules.tables import DatedTable, Values

ONE_DAY = timedelta(days=1)


class Difference(NamedTuple):
    """One column of a rule, before and after."""

    label: Any
    before: str
    after: str


class Shown(NamedTuple):
    """A row of a rule: its name, what it says in short, and its first and last day."""

    pk: Any
    name: str
    facts: list[tuple[Any, str]]
    first_day: date
    last_day: date | None
    words: Any = ""


def differences(table: DatedTable, before: Values, after: Values) -> list[Difference]:
    """Columns of a rule that change, with what they say before and after; one line a language."""
    return [
        Difference(label, was, now)
        for (label, was), (_label, now) in zip(
            _lines(table, before), _lines(table, after), strict=True
        )
        if was != now
    ]


def by_language(table: DatedTable, name: str) -> bool:
    """Whether the column holds words by language."""
    return isinstance(table.column(name), models.JSONField)


def languages() -> list[tuple[str, str]]:
    """The agency's languages by the code under which words are kept."""
    return [(code.split("-")[0], str(name)) for code, name in settings.LANGUAGES]


def shown(table: DatedTable, key: Values, row: Kept, words: Any = "") -> Shown:
    """A row of a rule as a line of a table; what is empty or a plain no is left out."""
    facts = [
        (label, table.in_words(name, row.content[name]))
        for name, label in table.content.items()
        if name != "names" and row.content[name] not in (None, "", [], {}, False)
    ]
    return Shown(
        row.pk,
        table.named(key, row.content),
        facts,
        row.valid_from,
        last_day(row.valid_to),
        words,
    )


def effects(table: DatedTable, key: Values, found: list[Effect]) -> list[Shown]:
    """Lines of a table that say what becomes of the rows of a rule."""
    lines = []
    for effect in found:
        line = shown(table, key, effect.row, effect.words)
        if effect.what == "ENDS":
            line = line._replace(last_day=effect.on - ONE_DAY)
        lines.append(line)
    return lines


def last_day(valid_to: date | None) -> date | None:
    """The last day on which a row holds, for people, who count it in."""
    return valid_to - ONE_DAY if valid_to else None


def _lines(table: DatedTable, values: Values) -> Iterator[tuple[Any, str]]:
    for name, label in table.content.items():
        if not by_language(table, name):
            yield label, table.in_words(name, values[name]) if name in values else "—"
            continue
        for code, language in languages():
            yield format_lazy("{} ({})", label, language), (values.get(name) or {}).get(code) or "—"
