"""Whether the log goes on from everything that was ever published: the one place that says so.

Signing, /readyz, verify_ledger, declare_loss and proofs ask it. Published is what the Secretariat
signed: the rows of the database, and the lines of the file beside it, which SQL does not reach.
Each was signed only because the log went on from the one before, so the newest speaks for all.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from ledger.models import Checkpoint, LogNode
from ledger.witness import checkpoints, kept_file, log
from ledger.witness.checkpoints import Said
from ledger.witness.merkle import Frontier

RECENT = 168  # checkpoints that are looked at each time, a week; verify_ledger looks at all
MOST = 50_000  # events since the newest checkpoint that are hashed anew when no one signs
Against = tuple[Said, str]  # a checkpoint that is not of the log, and why
MEND = 'See "Checkpoints of the ledger" in docs/operations.md.'


class Standing(NamedTuple):
    """`faults` have to be mended; `loss` says that events are lost, which somebody has to own.

    `said` is everything published that was looked at, `tree` the log as its events make it.
    """

    faults: list[str]
    remarks: list[str]
    loss: str
    lost: Said | None
    said: list[Said]
    tree: Frontier

    @property
    def problems(self) -> list[str]:
        return [*self.faults, *filter(None, [self.loss])]


def problems() -> list[str]:
    """Sentences about a log that does not go on from what was published."""
    return look().problems


def look(last: int | None = RECENT, most: int | None = MOST, *, anew: bool = False) -> Standing:
    """Compare the log with what was published: the `last` checkpoints, or all.

    Events since the newest one are hashed anew, `most` of them, or all; with `anew` every event.
    """
    lines, faults = _lines(last)  # before the rows: a line is written after its row
    rows = list(Checkpoint.objects.order_by("-pk")[:last])[::-1]
    asked = _with_lines(rows, lines)
    there = _signed(asked)
    losses = [one for one in there if one.lost]
    gone, unread = _not_here(lines, {row.jws for row in asked if checkpoints.signed(row.jws)})
    waiting = [one for one in gone if not declared(one, losses)]
    try:
        why, tree, wrong = _of_log(there, waiting, most, anew)
    except LogNode.DoesNotExist:
        why, tree, wrong = [], Frontier(), [f"A stored hash of the log is missing. {MEND}"]
    against = [pair for pair in [*why, *_contradicting(there)] if not declared(pair[0], losses)]
    faults += [*unread, *_altered(asked), *_holes(rows, last), *wrong, *log.problems()]
    if waiting and not any(one in waiting for one, _ in against):
        faults.append(f"{kept_file.NAME} has {len(waiting)} checkpoints without a row. {MEND}")
    if last is None:
        faults += _not_kept(there, lines)
    lost, reason = max(against, key=lambda pair: pair[0].at, default=(None, ""))
    loss = f"{capital(lost.words)} was published, and {reason}. {MEND}" if lost else ""
    return Standing(faults, _remarks(rows), loss, lost, [*there, *gone], tree)


def declared(one: Said, losses: Iterable[Said]) -> str:
    """When it was declared that a checkpoint is lost; empty where it was not."""
    return next((f"{by.at:%Y-%m-%d %H:%M} UTC" for by in losses if one.is_lost_by(by)), "")


def capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _lines(last: int | None) -> tuple[list[str], list[str]]:
    """The newest lines of the file; or a sentence why it cannot be read."""
    try:
        return kept_file.lines(last), []
    except OSError as error:
        return [], [f"{kept_file.NAME} cannot be read: {error.strerror}. {MEND}"]


def _remarks(rows: list[Checkpoint]) -> list[str]:
    """Rows that the Secretariat never signed: whoever runs SQL can add them, and nobody asks."""
    return [
        f"Checkpoint {row.pk} was not signed by the Secretariat: it counts for nothing, and "
        "nobody is shown it. Somebody wrote it into the database."
        for row in rows
        if checkpoints.signed(row.jws) is None
    ]


def _altered(rows: list[Checkpoint]) -> Iterator[str]:
    """Rows that were signed and say something else."""
    for row in rows:
        if checkpoints.signed(row.jws) and checkpoints.of_row(row) is None:
            yield f"Checkpoint {row.pk} is not what was signed: somebody changed its row. {MEND}"


def _holes(rows: list[Checkpoint], last: int | None) -> Iterator[str]:
    """Numbers without a row."""
    first = rows[0].pk - 1 if last and len(rows) == last else 0
    for before, number in pairwise([first, *(row.pk for row in rows)]):
        if number != before + 1:
            yield f"Checkpoint {before + 1} is missing: somebody deleted its row. {MEND}"


def _with_lines(rows: list[Checkpoint], lines: list[str]) -> list[Checkpoint]:
    """The rows, and those of the lines: newer ones that nobody signed hide none of them."""
    numbers = {said.number for said in map(_read, lines) if said} - {row.pk for row in rows}
    return [*Checkpoint.objects.filter(pk__in=numbers), *rows]


def _read(line: str) -> Said | None:
    return checkpoints.signed(line) or checkpoints.by_unknown_key(line)


def _signed(rows: list[Checkpoint]) -> list[Said]:
    """The checkpoints that rows say as they were signed, in order; where none is, the newest."""
    if not any(map(checkpoints.of_row, rows)):
        rows = list(filter(None, [checkpoints.newest_row()]))
    found = {said.number: said for row in rows if (said := checkpoints.of_row(row))}
    return [found[number] for number in sorted(found)]


def _contradicting(there: list[Said]) -> list[Against]:
    """Checkpoints that do not go on from the one before, and do not say that it is lost."""
    return [
        (later, f"it contradicts {one.words}")
        for one, later in pairwise(there)
        if not later.lost
        and (
            later.size < one.size
            or (later.size == one.size and later.root != one.root)
            or (later.number == one.number + 1 and later.previous != one.root)
        )
    ]


def _not_here(lines: list[str], there: set[str]) -> tuple[list[Said], list[str]]:
    """Checkpoints of the file that are no rows; and a sentence if its last line is none."""
    found = {line: _read(line) for line in lines}
    gone = [said for line, said in found.items() if said and line not in there]
    unread = bool(lines) and found[lines[-1]] is None
    sentence = f"The last line of {kept_file.NAME} is no checkpoint: restore the file. {MEND}"
    return gone, [sentence] * unread


def _not_kept(there: list[Said], lines: list[str]) -> list[str]:
    """A sentence about checkpoints that the file lacks before its end; the rest is still added."""
    known = set(lines)
    last = max((n for n, one in enumerate(there) if one.jws in known), default=-1)
    count = sum(one.jws not in known for one in there[:last])
    if not count:
        return []
    return [f"{count} checkpoints are missing in {kept_file.NAME}: somebody changed it. {MEND}"]


def _of_log(
    there: list[Said], gone: list[Said], most: int | None, anew: bool
) -> tuple[list[Against], Frontier, list[str]]:
    """The newest row and the newest line without a row, as far as they are not of the log, and
    why; the log's tree; and sentences about what else is wrong with it.
    """
    size = log.size()
    asked = [*there[-1:], *sorted(gone, key=lambda one: one.at)[-1:]]
    trees = _trees({one.size for one in asked if one.size <= size}, anew)
    why = [(one, reason) for one in asked if (reason := _why(one, trees.get(one.size), size))]
    holds = there and there[-1] not in [one for one, _ in why]
    if there and not holds and not anew:
        return why, Frontier(), []
    tree = trees[there[-1].size].copy() if holds else Frontier()
    upto = size if most is None else min(size, tree.size + most)
    if not log.grow(tree, upto):
        return why, tree, [f"Of {size} events in the log some are gone from {tree.size} on. {MEND}"]
    if tree.root() != log.root(upto):
        return why, tree, [f"Stored hashes of the log are not those of its events. {MEND}"]
    return why, tree, []


def _trees(sizes: set[int], anew: bool) -> dict[int, Frontier]:
    """The log's tree at some sizes: from the stored hashes, or from every event."""
    if not anew:
        return {size: log.tree(size) for size in sizes}
    tree, found = Frontier(), dict[int, Frontier]()
    for size in sorted(sizes):
        log.grow(tree, size)
        found[size] = tree.copy()
    return found


def _why(one: Said, tree: Frontier | None, size: int) -> str:
    if tree is None:
        return f"this database has {size} events in its log: it is older, or was cut"
    if tree.size != one.size or tree.root().hex() != one.root:
        return "the log has another root: something was changed"
    return ""
