"""What a change of a rule does to its rows: which end, which begin, which never come.

Page and deed follow one plan. Nothing that was in force changes: a row ends in future only, and
only a row whose first day is still to come is taken back.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.dated_rules.tables import DatedTable, Values


class Kept(NamedTuple):
    """A row of a rule, as the plan sees it: its values and its days."""

    pk: Any
    content: Values
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Effect(NamedTuple):
    """One row that ends on a day, begins on it, or never comes."""

    what: str
    row: Kept
    on: date

    @property
    def words(self) -> Any:
        return WORDS[self.what]


ENDS, TAKEN_BACK, BEGINS = "ENDS", "TAKEN_BACK", "BEGINS"
WORDS = {
    ENDS: _("Ends earlier"),
    TAKEN_BACK: _("Never comes"),
    BEGINS: _("Begins"),
}


class Span(NamedTuple):
    """The days of a change: from one day up to, and without, another; None: for good."""

    begins: date
    ends: date | None = None


def today() -> date:
    """The day by which rules count: in UTC, as everywhere."""
    return timezone.now().date()


def earliest() -> date:
    """The first day on which a changed rule can begin: what is today has begun."""
    return today() + timedelta(days=1)


def rows_of(table: DatedTable, key: Values, *, locked: bool = False) -> list[Kept]:
    """The rows of a rule, the oldest first."""
    rows = table.rows(key)
    if locked:
        rows = rows.select_for_update(of=("self",))
    return [Kept(row.pk, table.content_of(row), row.valid_from, row.valid_to) for row in rows]


def holding(rows: list[Kept], day: date) -> Kept | None:
    """The row that holds on a day."""
    return next((row for row in rows if row.holds_on(day)), None)


def plan(rows: list[Kept], content: Values, span: Span) -> list[Effect]:
    """Say what becomes of the rows when the rule says `content` in these days (nothing: it ends).

    After the last day of a change with an end, what would have held then holds again.
    """
    return sorted(_effects(rows, content, span), key=lambda effect: (effect.on, effect.what))


def _effects(rows: list[Kept], content: Values, span: Span) -> Iterator[Effect]:
    begins, ends = span
    for row in rows:
        if row.valid_from < begins and (row.valid_to is None or row.valid_to > begins):
            yield Effect(ENDS, row, begins)
        elif row.valid_from >= begins and (ends is None or row.valid_from < ends):
            yield Effect(TAKEN_BACK, row, row.valid_from)
    if content:
        yield Effect(BEGINS, Kept(None, content, begins, ends), begins)
    if ends and (after := holding(rows, ends)) and after.valid_from < ends:
        again = Kept(None, after.content, ends, after.valid_to)
        yield Effect(BEGINS, again, ends)


def carry_out(table: DatedTable, key: Values, effects: list[Effect]) -> None:
    """Write the rows as planned."""
    for what, row, on in sorted(effects, key=lambda effect: effect.what == BEGINS):
        if what == ENDS:
            table.model.objects.filter(pk=row.pk).update(valid_to=on)
        elif what == TAKEN_BACK:
            table.model.objects.get(pk=row.pk).delete()
        else:
            _insert(table, key, row)


def build(table: DatedTable, key: Values, row: Kept) -> Any:
    """The row as an object that is not saved, without what lies in a table between."""
    plain = {name: value for name, value in row.content.items() if name not in table.many}
    return table.model(**key, **plain, valid_from=row.valid_from, valid_to=row.valid_to)


def _insert(table: DatedTable, key: Values, row: Kept) -> None:
    made = build(table, key, row)
    made.save(force_insert=True)
    for name in table.many:
        getattr(made, name).set(row.content.get(name, []))
