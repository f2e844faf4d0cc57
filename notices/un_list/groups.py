"""Groups of the UN list that an edition lacks: a section, a regime, or a regime's section.

    ENTITIES     one of the two sections        QD     a regime, by the letters of its references
    QDe          the entities of a regime       QDi.432    one record

Half an edition would delist hundreds and still be less than a third of the whole. So each group
is counted by itself, and what is gone is delisted only where both persons named the group.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from notices.un_list.changes import Changes
from notices.un_list.guards import ListRefused, Row, option

SECTIONS = {"i": "INDIVIDUALS", "e": "ENTITIES"}
MAX_GONE_SHARE = 0.30
MIN_SHARE_RECORDS = 10  # of fewer records a third is no sign of a broken file
MIN_CELL_RECORDS = 2  # the last entity of a regime that has persons still may well be delisted
MAX_NAMES_SHOWN = 3
CODE = re.compile(r"(?P<section>individuals|entities)|(?P<regime>[a-z]{2})(?P<rest>[ie](\.\d+)?)?")


@dataclass
class _Group:
    """Records of one group: how many both editions name, and those that are gone."""

    kept: int = 0
    gone: list[Row] = field(default_factory=list)

    @property
    def all(self) -> int:
        return self.kept + len(self.gone)

    @property
    def is_missing(self) -> bool:
        return bool(self.gone) and not self.kept

    @property
    def lacks_many(self) -> bool:
        many = len(self.gone) > self.all * MAX_GONE_SHARE
        return many and self.all >= MIN_SHARE_RECORDS


def read_codes(text: str) -> tuple[list[str], list[str]]:
    """(codes as they are kept, what is none) of codes as somebody types them."""
    codes, strange = [], []
    for word in re.split(r"[\s,;،؛、，]+", text.strip()):  # noqa: RUF001
        found = CODE.fullmatch(word.casefold())
        if not word:
            continue
        if not found:
            strange.append(word)
        elif found["section"]:
            codes.append(word.upper())
        else:
            codes.append(found["regime"].upper() + (found["rest"] or ""))
    return sorted(set(codes)), strange


def names_of(reference: str) -> tuple[str, str, str]:
    """(section, regime, regime's section) of a reference such as QDi.432."""
    return SECTIONS.get(reference[2:3], ""), reference[:2], reference[:3]


def refuse_missing(changes: Changes[Row, Row], expected: Collection[str]) -> None:
    """A group is missing, wholly or in great part, and is not `expected`. Raises ListRefused."""
    found = missing(changes, expected)
    if not found:
        return
    told = "; ".join(_told(name, group) for name, group in found.items())
    raise ListRefused(
        _(
            "This file lacks what only a broken or partial list lacks: %(groups)s. Nothing was "
            "changed. Check that it is the whole list. Where they are truly off the list, name "
            "each: %(option)s: %(codes)s."
        )
        % {"groups": told, "option": option("expected"), "codes": ", ".join(found)}
    )


def missing(changes: Changes[Row, Row], expected: Collection[str]) -> dict[str, _Group]:
    """The groups that lack too much, the widest that says it all first; each record in one."""
    found: dict[str, _Group] = {}
    named = set(expected)
    for column, is_much in (
        (0, lambda group: group.is_missing),
        (1, lambda group: group.is_missing),
        (1, lambda group: group.lacks_many),
        (0, lambda group: group.lacks_many),
        (2, lambda group: group.is_missing and group.all >= MIN_CELL_RECORDS),
        (2, lambda group: group.lacks_many),
    ):
        groups = _grouped(changes, column, named)
        over = {name: group for name, group in sorted(groups.items()) if is_much(group)}
        found |= over
        named |= over.keys()
    return found


def _grouped(changes: Changes[Row, Row], column: int, named: set[str]) -> dict[str, _Group]:
    """Groups of one kind, without the records that a named group holds."""
    groups: dict[str, _Group] = defaultdict(_Group)
    for reference in changes.kept:
        groups[names_of(reference)[column]].kept += 1
    for row in changes.delisted:
        own = names_of(row.reference)
        if named.isdisjoint([*own, row.reference]):
            groups[own[column]].gone.append(row)
    return groups


def _told(name: str, group: _Group) -> str:
    gone = sorted(group.gone, key=lambda row: row.reference)
    return _("%(group)s: %(gone)d of %(all)d (%(names)s)") % {
        "group": name,
        "gone": len(gone),
        "all": group.all,
        "names": _shortened(f"{row.reference} {row.name}" for row in gone),
    }


def _shortened(names: Iterable[str]) -> str:
    rows = list(names)
    return ", ".join(rows[:MAX_NAMES_SHOWN]) + (" …" if len(rows) > MAX_NAMES_SHOWN else "")
