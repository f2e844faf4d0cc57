"""A small world with a log: events in several chains, checkpoints, and an office that kept them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections, transaction

from kernel import acting
from ledger import events
from ledger.models import Checkpoint
from ledger.witness import kept_file, log, making
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
    row = making.make()
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
