"""How large a world is."""

from typing import NamedTuple

MIN_NAMES, MAX_NAMES = 200, 240_000


class Size(NamedTuple):
    """Numbers of rows; the rest of a world follows from the number of its cases."""

    name: str
    cases: int
    offices: int = 196
    asked: int = 0  # requests, where they are not in the usual proportion

    @property
    def names(self) -> int:
        """Different full names: four for ten persons, 240,000 at most."""
        return min(MAX_NAMES, max(MIN_NAMES, self.cases * 12 // 10))

    @property
    def requests(self) -> int:
        return self.asked or self.cases // 10

    @property
    def notices(self) -> int:
        return self.cases * 3 // 40

    @property
    def windows(self) -> int:
        """Into how many parts the time of the ledger is divided: the log has a run of each."""
        return max(10, self.cases // 1000)


VERSION = 2  # raise it whenever the rows change: kept worlds are made anew
EVENTS_A_CASE = 10
SIZES = {
    size.name: size
    for size in (
        Size("tiny", 240, offices=8),
        Size("10k", 10_000),
        Size("100k", 100_000),
        Size("1m", 1_000_000),
    )
}
