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
    """Added and delisted records, pairs that differ, and how many say what they said before."""

    added: tuple[New, ...]
    updated: tuple[tuple[Old, New], ...]
    delisted: tuple[Old, ...]
    unchanged: int


def compare(old: Iterable[Old], new: Iterable[New]) -> Changes[Old, New]:
    """Compare two editions.

    A record is the same one if its DATAID is, else if its reference is: the UN has given a
    record a new DATAID while keeping its reference (KPe.068), and that is no delisting.
    """
    gone = {record.data_id: record for record in old}
    pairs, strangers = [], []
    for record in new:
        match = gone.pop(record.data_id, None)
        if match is None:
            strangers.append(record)
        else:
            pairs.append((match, record))
    by_reference = {record.reference: record for record in gone.values()}
    added = []
    for record in strangers:
        match = by_reference.pop(record.reference, None)
        if match is None:
            added.append(record)
        else:
            pairs.append((gone.pop(match.data_id), record))
    updated = tuple(pair for pair in pairs if pair[0].digest != pair[1].digest)
    return Changes(tuple(added), updated, tuple(gone.values()), len(pairs) - len(updated))
