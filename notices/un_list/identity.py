"""Records of the UN list that may be somebody else than before under the same number."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext as _

from notices.un_list.changes import Changes
from notices.un_list.guards import ListRefused, Row, option
from notices.un_list.records import UnRecord

MIN_TELLING_CHARACTERS = 4  # al, abu, bin, van and initials say nothing about who it is
MAX_NOTES = 50


def words(record: UnRecord) -> frozenset[str]:
    """The words of every name that the record gives, the short ones too."""
    aliases = (f"{alias.name} {alias.note}" for alias in record.aliases)
    return _words([record.name, record.name_original, *aliases])


def telling(names: Iterable[str]) -> frozenset[str]:
    """Words of names, folded; without the short ones unless there are no others."""
    found = _words(names)
    return frozenset(word for word in found if len(word) >= MIN_TELLING_CHARACTERS) or found


def _words(names: Iterable[str]) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", " ".join(names)).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return frozenset(re.findall(r"\w+", plain))


def refuse_others(
    changes: Changes[Row, Row], ended: Mapping[str, str], expected: Collection[str]
) -> None:
    """A reference under which somebody else stands than before. Raises ListRefused.

    No word of the name before is among the names now. `ended` are the references that were on the
    list before, with the name that stood there.
    """
    before = {new.reference: (old.name, new) for old, new in changes.updated}
    before |= {row.reference: (ended[row.reference], row) for row in changes.added
               if row.reference in ended}  # fmt: skip
    strangers = [
        (reference, name, row)
        for reference, (name, row) in sorted(before.items())
        if row.words.isdisjoint(telling([name])) and reference not in expected
    ]
    if strangers:
        told = (f"{number}: {name}, {row.name}" for number, name, row in strangers[:3])
        raise ListRefused(
            _(
                "The file gives a reference to another record than before: %(names)s. Nothing "
                "was changed. Ask the United Nations. Where it is one and the same under a new "
                "name, name each: %(option)s: %(codes)s."
            )
            % {
                "names": "; ".join(told) + (" …" if len(strangers) > 3 else ""),
                "option": option("expected"),
                "codes": ", ".join(reference for reference, _name, _row in strangers[:20]),
            }
        )


def notes(changes: Changes[Row, Row]) -> list[str]:
    """Sentences on what is new and may have stood elsewhere: under its DATAID, or its name."""
    by_id = {row.data_id: row for row in changes.delisted}
    by_name = {telling([row.name]): row for row in changes.delisted}
    told = []
    for row in changes.added:
        if old := by_id.get(row.data_id) or by_name.get(telling([row.name])):
            told.append(
                _(
                    "%(old)s (%(old_name)s) is delisted and %(new)s (%(new_name)s) is new, with "
                    "the same DATAID or name. Look whether the United Nations moved a record."
                )
                % {
                    "old": old.reference,
                    "old_name": old.name,
                    "new": row.reference,
                    "new_name": row.name,
                }
            )
    return told[:MAX_NOTES]
