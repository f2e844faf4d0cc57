"""Difference between what is loaded and what a file of the UN list says, with a digest of its own.

The digest is over every record that would change: kind, reference, DATAID, name, and the digests of
what it says before and after. Two differences with one digest lead from the same to the same.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from kernel import acting
from notices.models import Colour, Notice, UnListChange
from notices.un_list import field_changes, guards, identity, listing, notices, reading
from notices.un_list.changes import Changes, compare
from notices.un_list.field_changes import Change
from notices.un_list.guards import Row
from notices.un_list.reading import UnListError, UnListSummary
from notices.un_list.records import UnRecord

OpenList = Callable[[], AbstractContextManager[IO[bytes]]]
Kind = UnListChange.Kind
MAX_NAME_CHARACTERS = 300
COUNTS = {
    "created": Kind.CREATED,
    "updated": Kind.UPDATED,
    "delisted": Kind.DELISTED,
    "relisted": Kind.RELISTED,
}


class Line(NamedTuple):
    """One record that would change, as the columns of UnListChange."""

    reference: str
    kind: str
    data_id: str
    name: str
    former_name: str
    before: str
    after: str
    fields: list[Change]


@dataclass(frozen=True)
class Difference:
    """The lines in order of their references, and the rows that they were made from."""

    changes: Changes[Row, Row]
    lines: list[Line]
    ended: dict[str, str]  # references that were on the list before, with the name of then

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many records change in each way, and how many do not."""
        found = Counter(line.kind for line in self.lines)
        counts = {name: found[kind] for name, kind in COUNTS.items()}
        return {**counts, "unchanged": self.changes.unchanged}

    @cached_property
    def sha256(self) -> str:
        return digest(self.lines)


@acting.by_a_rule("what of the UN list is loaded")
def between(open_list: OpenList) -> Difference:
    """The changes that loading the file now would make. Raises ListRefused for a broken file."""
    changes = compare(_ours(), _theirs(open_list))
    ended = _ended(row.reference for row in changes.added)
    fields = _fields(changes, open_list)
    lines = [
        *(_line(Kind.RELISTED if row.reference in ended else Kind.CREATED, None, row, fields)
          for row in changes.added),
        *(_line(Kind.UPDATED, old, new, fields) for old, new in changes.updated),
        *(_line(Kind.DELISTED, row, None, fields) for row in changes.delisted),
    ]  # fmt: skip
    return Difference(changes, sorted(lines, key=lambda line: line.reference), ended)


def digest(lines: Iterable[Line]) -> str:
    """SHA-256 over the lines as canonical JSON, in order of their references."""
    rows = sorted(lines, key=lambda line: line.reference)
    # A line that says nothing of parts is digested as it was before there were any.
    told = [list(line) if line.fields else list(line[:-1]) for line in rows]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def check(open_list: OpenList) -> UnListSummary:
    """Read a file to its end. Raises ListRefused that says where it breaks: line and element."""
    try:
        with open_list() as stream:
            return reading.check(stream)
    except UnListError as error:
        raise guards.ListRefused(error.sentence(_)) from error


def records(open_list: OpenList) -> Iterator[UnRecord]:
    """The records that are in force: the list may keep one for a while with the day it ended."""
    today = timezone.now().date()
    with open_list() as stream:
        for record in reading.read(stream):
            if not (record.delisted_on and record.delisted_on <= today):
                yield record


def sentence(counts: dict[str, int]) -> str:
    """The counts in words."""
    return (
        _(
            "%(created)d created, %(updated)d updated, %(delisted)d delisted, "
            "%(relisted)d listed again, %(unchanged)d unchanged."
        )
        % counts
    )


def _line(kind: str, old: Row | None, new: Row | None, fields: dict[str, list[Change]]) -> Line:
    row = new or old
    assert row is not None
    former = old.name if old and new and old.name != new.name else ""
    return Line(
        reference=row.reference,
        kind=str(kind),
        data_id=row.data_id,
        name=row.name[:MAX_NAME_CHARACTERS],
        former_name=former[:MAX_NAME_CHARACTERS],
        before=old.digest if old else "",
        after=new.digest if new else "",
        fields=fields.get(row.reference, []),
    )


def _fields(changes: Changes[Row, Row], open_list: OpenList) -> dict[str, list[Change]]:
    """Parts before and after of what is new or changes, by reference."""
    code, fresh = listing.country_codes(), {row.reference for row in changes.added}
    changed = [new.reference for _old, new in changes.updated]
    before = dict(_kept(changed))
    found = {}
    for record in records(open_list):
        if record.reference in before:
            now = listing.kept(record, code)
            found[record.reference] = field_changes.between(before[record.reference], now)
        elif record.reference in fresh:
            found[record.reference] = field_changes.of_new(listing.kept(record, code))
    return found


def _kept(references: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The records of our notices, as they were read when they were loaded."""
    rows = Notice.objects.filter(un_reference__in=references)
    said = rows.values_list("un_reference", "current_version__payload__listing__record")
    for reference, record in said.iterator(chunk_size=500):
        yield str(reference), record or {}


def _ended(references: Iterable[str]) -> dict[str, str]:
    """Those of the references that were on the list before, with the name that stood there."""
    ended = Notice.objects.filter(colour=Colour.UN).exclude(status=Notice.Status.PUBLISHED)
    rows = ended.filter(un_reference__in=list(references))
    return {str(reference): title for reference, title in rows.values_list("un_reference", "title")}


def _ours() -> Iterator[Row]:
    known = "current_version__payload__listing__digest"
    columns = notices.known().values_list("pk", "un_data_id", "un_reference", known, "title")
    for pk, data_id, reference, said, title in columns.iterator():
        notice = Notice(pk=pk, un_reference=reference)
        yield Row(data_id, reference or "", said or "", title, notice)


def _theirs(open_list: OpenList) -> Iterator[Row]:
    for record in records(open_list):
        said, words = listing.digest(record), identity.words(record)
        yield Row(record.data_id, record.reference, said, record.name, words=words)
