"""Check the log against checkpoints that somebody kept: the database's own word counts for nothing.

The tree is made anew from the hashes of the events, which `chains` recomputes from what they say.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Max, Min

from ledger.models import Checkpoint, LogRun, LogState
from ledger.verification.chains import Fault
from ledger.witness import checkpoints
from ledger.witness.checkpoints import Said
from ledger.witness.merkle import Frontier

LOG = "The log"
EVENTS = """
COPY (
  SELECT e.chain || '|' || e.seq || '|' || e.hash
  FROM ledger_logrun r CROSS JOIN LATERAL (
    SELECT chain, seq, hash FROM ledger_event
    WHERE chain = r.chain AND seq BETWEEN r.first_seq AND r.last_seq OFFSET 0) e
  WHERE r.start >= {start} AND r.start < {end} ORDER BY r.start, e.seq
) TO STDOUT
"""
BAND_EVENTS = 50_000  # that are read at once, and the rest of the run in which they end


class Known(NamedTuple):
    """A checkpoint that somebody kept: a size, its root, and words to name it by."""

    size: int
    root: str
    words: str


def kept_here() -> list[Known]:
    """The checkpoints that the database itself has, but for those that a later one calls lost."""
    rows = list(checkpoints.ours(Checkpoint.objects.order_by("pk")))
    lost = {(row.lost["size"], row.lost["root"]) for row in rows if row.lost}
    there = [row for row in rows if (row.size, row.root) not in lost]
    return [
        Known(row.size, row.root, f"checkpoint {row.pk} over {row.size} events") for row in there
    ]


def not_ours() -> list[int]:
    """Numbers of checkpoints that the Secretariat did not sign: somebody wrote them by SQL."""
    rows = Checkpoint.objects.order_by("pk")
    return [row.pk for row in rows if not checkpoints.is_ours(row)]


def compare(
    known: Iterable[Known],
    start: Frontier | None = None,
    seen: Callable[[Frontier], None] | None = None,
) -> list[Fault]:
    """Make the tree anew, and name the first checkpoint that is not one of it.

    With `start`, the tree up to there is taken as it is, which ends where a run of the log does;
    `seen` is told the tree at each checkpoint.
    """
    tree = start.copy() if start else Frontier()
    wanted = sorted(one for one in known if one.size >= tree.size)
    entries = _entries(tree.size)
    for one in wanted:
        before = tree.size
        if not _grow(tree, one.size, entries):
            sentence = f"{one.words} was given out, and only {tree.size} are there: cut off"
            return [Fault(LOG, tree.size, sentence)]
        if tree.root().hex() != one.root:
            sentence = f"{one.words} has another root"
            if before < one.size:
                sentence += f": something from event {before} on was changed"
            return [Fault(LOG, one.size, sentence)]
        if seen:
            seen(tree)
    return []


def _grow(tree: Frontier, size: int, entries: Iterator[bytes]) -> bool:
    """Let the tree take in events up to a size; False where there are not so many."""
    append, sha256 = tree.append, hashlib.sha256
    for _ in range(size - tree.size):
        line = next(entries, None)
        if line is None:
            return False
        append(sha256(b"\0" + line).digest())
    return True


def runs() -> list[Fault]:
    """Faults of the order itself: a place without a run, an event of a chain in no place or two."""
    place, chains = 0, dict[str, int]()
    state = LogState.objects.first()  # first: meanwhile more comes in
    there = LogRun.objects.filter(start__lt=state.size if state else 0).order_by("start")
    rows = there.values_list("start", "chain", "first_seq", "last_seq")
    for start, chain, first, last in rows.iterator(chunk_size=5000):
        if start != place:
            return [Fault(LOG, place, "a part of the order of events is missing")]
        if first != chains.get(chain, 0) + 1:
            return [Fault(LOG, place, f"events of the chain {chain} are missing, or there twice")]
        chains[chain], place = last, place + last - first + 1
    if state is None or state.size != place:
        return [Fault(LOG, place, "the end of the order of events is missing")]
    return []


def among(said: Iterable[Said]) -> list[Fault]:
    """Faults of a collection by itself: two roots for one size, or another root before than kept.

    A gap is no fault: whoever keeps checkpoints may have missed some.
    """
    faults, roots, numbers = [], dict[int, str](), dict[int, Said]()
    for one in sorted(said, key=lambda one: (one.size, one.number)):
        if roots.setdefault(one.size, one.root) != one.root:
            faults.append(Fault(LOG, one.size, f"{one.words} says another root than one before"))
        numbers[one.number] = one
    for number, one in numbers.items():
        before = numbers.get(number - 1)
        if before and one.previous != before.root:
            faults.append(Fault(LOG, one.size, f"{one.words} does not follow the one before it"))
    return faults


def declared_lost(said: Collection[Said]) -> dict[str, str]:
    """Checkpoints, by their JWS, of which a later one says that they are lost; and when."""
    found = {}
    for later in [one for one in said if one.lost]:
        until = datetime.fromisoformat(str(later.lost["time"]))  # type: ignore[index]
        for one in said:
            named = (one.size, one.root) == (later.lost["size"], later.lost["root"])  # type: ignore[index]
            if (named or later.size < one.size) and one.at <= until < later.at:
                found[one.jws] = f"{later.at:%Y-%m-%d %H:%M} UTC"
    return found


def _entries(start: int) -> Iterator[bytes]:
    """The bytes of the leaves, in order, some runs at a time: a log is longer than memory."""
    last = LogRun.objects.aggregate(last=Max("start"))["last"]
    while last is not None and start <= last:
        beyond = LogRun.objects.filter(start__gte=start + BAND_EVENTS)
        end = beyond.aggregate(next=Min("start"))["next"] or last + 1
        taken = _Lines()
        with connection.cursor() as cursor:
            cursor.cursor.copy_expert(EVENTS.format(start=start, end=end), taken)
        yield from b"".join(taken.parts).split(b"\n")[:-1]
        start = end


class _Lines:
    """Takes what COPY sends."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(data)
        return len(data)
