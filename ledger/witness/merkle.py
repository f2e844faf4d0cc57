"""Merkle trees as RFC 9162 §2.1 has them: hashes, roots, and the two kinds of proofs.

Nothing here asks the database: whoever keeps checkpoints can check with it.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence

Range = Callable[[int, int], bytes]  # the hash of the leaves from one number up to another
EMPTY = hashlib.sha256(b"").digest()  # the root of no leaves


def leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two below `size`, which is 2 at least: where a tree divides."""
    return 1 << (size - 1).bit_length() - 1


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over hashes of leaves, made by definition."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    middle = split(len(leaves))
    return node(root(leaves[:middle]), root(leaves[middle:]))


class Frontier:
    """A tree that grows at its end and keeps only the complete subtrees on its right edge."""

    def __init__(self, size: int = 0, edge: Sequence[bytes] = ()) -> None:
        self.size, self.edge = size, list(edge)

    def append(self, hash: bytes) -> None:
        edge, full = self.edge, self.size
        self.size += 1
        while full & 1:
            hash = hashlib.sha256(b"\1" + edge.pop() + hash).digest()
            full >>= 1
        edge.append(hash)

    def root(self) -> bytes:
        if not self.edge:
            return EMPTY
        found = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            found = node(left, found)
        return found

    def made_by(self, hash: bytes, lowest: int) -> Iterator[tuple[int, int, bytes]]:
        """Level, index and hash of the subtrees that this leaf will complete, from a level on."""
        for level, left in enumerate(reversed(self.edge), start=1):
            if not self.size >> (level - 1) & 1:
                return
            hash = node(left, hash)
            if level >= lowest:
                yield level, self.size >> level, hash

    def copy(self) -> "Frontier":
        return Frontier(self.size, self.edge)


def inclusion(index: int, size: int, of: Range) -> list[bytes]:
    """The path that leads from a leaf to the root of a tree (§2.1.3.1)."""
    return _path(index, 0, size, of)


def _path(index: int, start: int, end: int, of: Range) -> list[bytes]:
    if end - start <= 1:
        return []
    middle = start + split(end - start)
    if index < middle:
        return [*_path(index, start, middle, of), of(middle, end)]
    return [*_path(index, middle, end, of), of(start, middle)]


def root_of_path(hash: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root to which a path leads from a leaf (§2.1.3.2); None where it is no path of it."""
    if not 0 <= index < size:
        return None
    last = size - 1
    for step in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            hash = node(step, hash)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            hash = node(hash, step)
        index, last = index >> 1, last >> 1
    return hash if last == 0 else None


def consistency(first: int, second: int, of: Range) -> list[bytes]:
    """The path that shows that a tree begins with an earlier one (§2.1.4.1)."""
    if first in (0, second):
        return []
    return _sub(first, 0, second, of, whole=True)


def _sub(first: int, start: int, end: int, of: Range, *, whole: bool) -> list[bytes]:
    if first == end:
        return [] if whole else [of(start, end)]
    middle = start + split(end - start)
    if first <= middle:
        return [*_sub(first, start, middle, of, whole=whole), of(middle, end)]
    return [*_sub(first, middle, end, of, whole=False), of(start, middle)]


def is_consistent(
    first: int, first_root: bytes, second: int, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether a path shows that the second tree begins with the first (§2.1.4.2)."""
    if first > second or first < 0:
        return False
    if first in (0, second):
        return not path and (first == 0 or first_root == second_root)
    steps = list(path)
    if first & (first - 1) == 0:
        steps.insert(0, first_root)
    if not steps:
        return False
    index, last = first - 1, second - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            old, new = node(step, old), node(step, new)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            new = node(new, step)
        index, last = index >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root
