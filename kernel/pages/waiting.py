"""Something that waits for an officer, in the same shape from every app."""

from datetime import datetime
from typing import NamedTuple


class Item(NamedTuple):
    """A sentence with a link, a note under it, and the time there is; shown under My work."""

    icon: str
    title: str
    url: str
    note: str = ""
    due: datetime | None = None
    since: datetime | None = None


class Waiting(NamedTuple):
    """Something that waits for a second person: what, by whom, since when, at which level."""

    kind: str
    title: str
    reference: str
    url: str
    by: str
    since: datetime
    level: int = 0
