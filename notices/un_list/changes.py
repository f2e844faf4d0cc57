"""Changes between two editions of the UN list, told by content and not by its order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Listed(Protocol):
    """The parts of a record that are compared: a row of ours or a record just read."""

    @property
    def data_id(self) -> str: ...
    @property
    def reference(self) -> str: ...
    @property
    def digest(self) -> str: ...


Old = TypeVar("Old", bound=Listed)
New = TypeVar("New", bound=Listed)


@dataclass(frozen=True, slots=True)
class Changes(Generic[Old, New]):
    """Added and delisted records, pairs that differ, and the references that both editions name."""

    added: tuple[New, ...]
    updated: tuple[tuple[Old, New], ...]
    delisted: tuple[Old, ...]
    kept: tuple[str, ...]

    @property
    def unchanged(self) -> int:
        """How many records say what they said before."""
        return len(self.kept) - len(self.updated)


def compare(old: Iterable[Old], new: Iterable[New]) -> Changes[Old, New]:
    """Compare two editions.

    A record is the same one if, and only if, its reference is. The UN has given a record a new
    DATAID while keeping its reference (KPe.068), and a DATAID that stands under another reference
    may be anybody's: the one is then delisted and the other new.
    """
    gone = {record.reference: record for record in old}
    added, updated, kept = [], [], []
    for record in new:
        match = gone.pop(record.reference, None)
        if match is None:
            added.append(record)
            continue
        kept.append(record.reference)
        if match.digest != record.digest:
            updated.append((match, record))
    return Changes(tuple(added), tuple(updated), tuple(gone.values()), tuple(kept))
