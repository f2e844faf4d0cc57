"""Check the log against checkpoints that somebody kept: the database's own word counts for nothing.

The tree is made anew from the hashes of the events, which `chains` recomputes from what they say.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.db import connection
from django.db.models import Max, Min

from kernel import acting
from ledger.models import Checkpoint, LogNode, LogRun, LogState
from ledger.verification.chains import VERIFICATION, Fault
from ledger.witness import checkpoints, log, published
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
MAX_NAMED = 3  # stored hashes that are wrong
BAND_EVENTS = 50_000  # that are read at once, and the rest of the run in which they end


class Known(NamedTuple):
    """A checkpoint that somebody kept: a size, its root, words to name it by, and when it was
    declared lost.
    """

    size: int
    root: str
    words: str
    lost: str = ""


def to_compare(said: Iterable[Said]) -> list[Known]:
    """Checkpoints as they are compared with the events, with the losses declared among them."""
    there = list(said)
    losses = [one for one in there if one.lost]
    return [Known(one.size, one.root, one.words, published.declared(one, losses)) for one in there]


def kept_here() -> list[Known]:
    """The checkpoints that the database itself has."""
    rows = map(checkpoints.of_row, Checkpoint.objects.order_by("pk"))
    return to_compare(one for one in rows if one)


@acting.by_a_rule(VERIFICATION)
def compare(
    known: Iterable[Known],
    start: Frontier | None = None,
    seen: Callable[[Frontier], None] | None = None,
) -> list[Fault]:
    """Make the tree anew, and name the first checkpoint that is not one of it.

    With `start`, the tree up to there is taken as it is, which ends where a run of the log does,
    and nothing is read behind the last checkpoint; without it the stored hashes are compared too.
    `seen` is told the tree at each checkpoint.
    """
    tree = start.copy() if start else Frontier()
    size, stored = log.size(), None if start else _Stored()
    entries, found, good = _entries(tree.size), list[Fault](), tree.size
    for one in sorted(one for one in known if one.size >= tree.size):
        if not _grow(tree, one.size, entries, stored):
            sentence = f"{one.words} was given out, and only {tree.size} are there: cut off"
        elif tree.root().hex() != one.root:
            sentence = f"{one.words} has another root"
            if good < one.size:
                sentence += f": something from event {good} on was changed"
        else:
            good = one.size
            if seen:
                seen(tree)
            continue
        if not one.lost:
            return [*found, Fault(LOG, min(tree.size, one.size), sentence)]
        sentence = f"{one.words} is lost, as was declared on {one.lost}"
        found.append(Fault(LOG, one.size, sentence, declared=True))
    if stored is None:
        return found
    if not _grow(tree, size, entries, stored):
        sentence = f"the log has {size} events, and only {tree.size} of them are there"
        return [*found, Fault(LOG, tree.size, sentence)]
    return found + list(stored.faults(size))


class _Stored:
    """The hashes that the database keeps of the log's tree, compared with those of its events."""

    def __init__(self) -> None:
        rows = LogNode.objects.values_list("level", "index", "hash").iterator(chunk_size=5000)
        self.hashes = {(level, index): bytes(hash) for level, index, hash in rows}
        self.others: list[tuple[int, int]] = []

    def check(self, tree: Frontier, leaf: bytes) -> None:
        """Compare those that this leaf completes."""
        for level, index, hash in tree.made_by(leaf, log.LOWEST_STORED):
            if self.hashes.get((level, index)) != hash:
                self.others.append((level, index))

    def faults(self, size: int) -> Iterator[Fault]:
        """The first ones that are not what the events make, and how many more there are."""
        others = [(level, index) for level, index in self.others if (index + 1) << level <= size]
        for level, index in others[:MAX_NAMED]:
            sentence = f"the stored hash of level {level}, index {index} is not that of its events"
            yield Fault(LOG, index << level, sentence)
        if more := others[MAX_NAMED:]:
            yield Fault(LOG, size, f"{len(more)} more stored hashes are not those of their events")


def _grow(
    tree: Frontier, size: int, entries: Iterator[bytes], stored: _Stored | None = None
) -> bool:
    """Let the tree take in events up to a size; False where there are not so many."""
    append, sha256, last = tree.append, hashlib.sha256, log.BLOCK - 1
    for number in range(tree.size, size):
        line = next(entries, None)
        if line is None:
            return False
        leaf = sha256(b"\0" + line).digest()
        if stored and number & last == last:
            stored.check(tree, leaf)
        append(leaf)
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
