"""The log of all chains: what is taken in, its hashes, and proofs that something is in it.

The database's function writes it (docs/laws.md T12). A root or a path takes some twenty stored
hashes and at most 255 events, however long the log is.
"""

from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from kernel.periodic import UNLIMITED, Budget
from ledger.models import Event, LogNode, LogRun, LogState
from ledger.witness import merkle

LOWEST_STORED = 8  # level: hashes over 256 leaves and more are stored, the rest is computed
BLOCK = 1 << LOWEST_STORED
LEVELS = 40  # of a tree of 2^40 events: more than there will ever be
LEAVES_AT_ONCE = 8192
MAX_EVENTS_PER_APPEND = 20_000  # in one transaction

# Chains that are shorter than the log knows them: events were lost, or deleted.
# It goes from name to name by the index: there are many more runs than chains.
SHORTER = """
WITH RECURSIVE names AS (
  (SELECT chain FROM ledger_logrun ORDER BY chain LIMIT 1)
  UNION ALL
  SELECT (SELECT r.chain FROM ledger_logrun r WHERE r.chain > names.chain ORDER BY r.chain LIMIT 1)
  FROM names WHERE names.chain IS NOT NULL
), ends AS (
  SELECT chain, (SELECT max(r.last_seq) FROM ledger_logrun r WHERE r.chain = names.chain) AS logged,
    coalesce((SELECT c.seq FROM ledger_chain c WHERE c.name = names.chain), 0) AS there
  FROM names WHERE chain IS NOT NULL
)
SELECT chain, logged, there FROM ends WHERE logged > there ORDER BY chain LIMIT 3
"""


class Place(NamedTuple):
    """Where an event stands in the log, and what its leaf is made of."""

    position: int
    chain: str
    seq: int
    hash: str


def entry(chain: str, seq: int, hash: str) -> bytes:
    """The bytes that a leaf is the hash of."""
    return f"{chain}|{seq}|{hash}".encode()


def append(budget: Budget = UNLIMITED) -> int:
    """Take in what was sealed since the last time; how many events."""
    taken = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT ledger_log_append(%s)", [MAX_EVENTS_PER_APPEND])
            last: int = cursor.fetchone()[0]
        taken += last
        if last < MAX_EVENTS_PER_APPEND or budget.is_spent():
            return taken


def size() -> int:
    return LogState.objects.values_list("size", flat=True).first() or 0


def problems() -> list[str]:
    """Sentences about chains that are shorter than the log knows them."""
    with connection.cursor() as cursor:
        cursor.execute(SHORTER)
        return [
            f"The chain {chain} ends at event {there}, and the log has {logged} of it: "
            "events are missing. Run verify_ledger."
            for chain, logged, there in cursor.fetchall()
        ]


def root(at: int) -> bytes:
    """The root of the log's first `at` events."""
    return _Hashes(at).of(0, at) if at else merkle.EMPTY


def tree(at: int) -> merkle.Frontier:
    """The tree of the log's first `at` events: from stored hashes, and the last 255 events."""
    hashes, edge, start = _Hashes(at), list[bytes](), 0
    for level in reversed(range(at.bit_length())):
        if at >> level & 1:
            edge.append(hashes.of(start, start + (1 << level)))
            start += 1 << level
    return merkle.Frontier(at, edge)


def grow(tree: merkle.Frontier, upto: int) -> bool:
    """Let a tree take in the log's events up to a size, each hashed anew; False where some are
    gone.
    """
    while tree.size < upto:
        end = min(upto, tree.size + LEAVES_AT_ONCE)
        for leaf in _leaves(tree.size, end):
            tree.append(leaf)
        if tree.size != end:
            return False
    return True


def inclusion(index: int, at: int) -> list[bytes]:
    """The path from an event to the root of the log's first `at` events."""
    return merkle.inclusion(index, at, _Hashes(index, at).of)


def consistency(first: int, second: int) -> list[bytes]:
    """The path that shows that the log of the one size begins with the log of the other."""
    return merkle.consistency(first, second, _Hashes(first, second).of)


def place_of(pk: UUID) -> Place | None:
    """Where an event stands; None while it is not in the log, or where there is no such event."""
    event = Event.objects.filter(pk=pk).exclude(seq=None).first()
    if event is None or event.seq is None:
        return None
    runs = LogRun.objects.filter(chain=event.chain, last_seq__gte=event.seq)
    run = runs.order_by("last_seq").first()
    if run is None or run.first_seq > event.seq:
        return None
    return Place(run.start + event.seq - run.first_seq, event.chain, event.seq, event.hash)


class _Hashes:
    """Hashes over ranges of leaves, as the definition divides them; blocks are read once.

    `near` are numbers of leaves: the stored hashes beside the ways from them to the root are read
    at once.
    """

    def __init__(self, *near: int) -> None:
        self.blocks: dict[int, list[bytes]] = {}
        wanted = Q()
        for level in range(LOWEST_STORED, LEVELS):
            beside = {(leaf >> level) + step for leaf in near for step in (-1, 0, 1)}
            wanted |= Q(level=level, index__in=sorted(index for index in beside if index >= 0))
        rows = LogNode.objects.filter(wanted).values_list("level", "index", "hash")
        self.nodes = {(level, index): bytes(hash) for level, index, hash in rows}

    def of(self, start: int, end: int) -> bytes:
        count = end - start
        if count >= BLOCK and not count & (count - 1):
            level, index = count.bit_length() - 1, start // count
            if (level, index) not in self.nodes:
                found = LogNode.objects.get(level=level, index=index)
                self.nodes[level, index] = bytes(found.hash)
            return self.nodes[level, index]
        if count <= BLOCK:
            return merkle.root(self._leaves(start, end))
        middle = start + merkle.split(count)
        return merkle.node(self.of(start, middle), self.of(middle, end))

    def _leaves(self, start: int, end: int) -> list[bytes]:
        """Hashes of leaves, all in one block: a range of that size begins where one begins."""
        block = start // BLOCK
        if block not in self.blocks:
            first = block * BLOCK
            self.blocks[block] = _leaves(first, first + BLOCK)
        first = block * BLOCK
        return self.blocks[block][start - first : end - first]


def _leaves(start: int, end: int) -> list[bytes]:
    """Hashes of leaves as the events themselves make them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_log_leaves(%s, %s)", [start, end])
        found: list[Any] = cursor.fetchone()[0]
        return [bytes(one) for one in found]
