"""A small world with a log: events in several chains, checkpoints, and an office that kept them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import connections, transaction

from kernel import acting
from ledger import events
from ledger.models import Checkpoint
from ledger.witness import checkpoints, kept_file, log, merkle
from tests import world

PEOPLE = ("amina", "pierre", "joana", "bela", "sato")


def happen(rounds: int, each: int = 3) -> None:
    """Steps and readings of five offices, sealed and taken into the log round by round."""
    for n in range(rounds):
        for name in PEOPLE:
            officer = world.officer(name)
            with acting.acting_as(officer):
                for m in range(each):
                    events.record("case.note", by=officer, data={"n": n, "m": m}, step=True)
                events.record("case.view", by=officer, data={"n": n})
        events.seal()
        log.append()


def sign() -> Checkpoint:
    row = checkpoints.make()
    kept_file.append_missing()
    return row


def collect(path: Path) -> Path:
    """The file that an office keeps: every checkpoint that came along."""
    path.write_text("".join(f"{row.jws}\n" for row in Checkpoint.objects.order_by("pk")))
    return path


@contextmanager
def as_owner() -> Iterator:
    """The body works as the database's owner, whose changes are then undone."""
    ours, owner = connections["default"], connections["owner"]
    connections["default"] = owner
    try:
        with transaction.atomic(), owner.cursor() as cursor:
            yield cursor
            transaction.set_rollback(True)
    finally:
        connections["default"] = ours


def root_by_inclusion(hash: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root to which a path leads from a leaf (§2.1.3.2); None where it is no path of it."""
    if not 0 <= index < size:
        return None
    last = size - 1
    for step in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            hash = merkle.node(step, hash)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            hash = merkle.node(hash, step)
        index, last = index >> 1, last >> 1
    return hash if last == 0 else None
