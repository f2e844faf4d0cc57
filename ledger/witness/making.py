"""Once an hour the Secretariat signs what the log is, if it goes on from all that was published."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from kernel import acting
from kernel.acting import Officer
from ledger import events
from ledger.models import Checkpoint
from ledger.signatures import signing
from ledger.witness import checkpoints, published

EVERY = timedelta(hours=1)


class NotSigned(Exception):
    """The Secretariat does not sign this; str() says why."""


def due(now: datetime | None = None) -> bool:
    """Whether an hour has passed since the last one, in either direction: clocks are set back.

    `now` is the database's time unless it is given.
    """
    last = checkpoints.newest_row()
    return last is None or abs((now or _now()) - last.at) >= EVERY


def make() -> Checkpoint:
    """Sign what the log is now. Raises NotSigned unless it goes on from all that was published."""
    with acting.acting_as(acting.PUBLIC):
        _lock()
        found = published.look(most=None)
        if found.problems:
            raise NotSigned(" ".join(found.problems))
        return _sign(found, None)


def declare_loss(reason: str, *, by: Officer) -> Checkpoint:
    """Sign what the log is now, and which published checkpoint is not one of it any more.

    Every event is hashed anew. Raises NotSigned where nothing is lost, where no reason is given,
    and where something else has to be mended before.
    """
    if not reason.strip():
        raise NotSigned("Say in a sentence why events are lost.")
    with acting.acting_as(by):
        _lock()
        found = published.look(last=None, most=None, anew=True)
        if found.faults:
            raise NotSigned(" ".join(found.faults))
        if found.lost is None:
            raise NotSigned("Nothing is lost: the log goes on from every published checkpoint.")
        lost = {"size": found.lost.size, "root": found.lost.root, "time": found.lost.time}
        row = _sign(found, lost)
        data = {"size": row.size, "lost_size": found.lost.size, "lost_root": found.lost.root}
        why = {"reason": reason.strip()}
        events.record("ledger.loss", by=by, chain=events.SYSTEM, data=data, detail=why, step=True)
    return row


def _sign(found: published.Standing, lost: dict[str, Any] | None) -> Checkpoint:
    """The root is made of the newest published one and of the events since, or of all events."""
    pen = signing.agency_pen()
    if pen is None:
        raise RuntimeError("Nobody lends the Secretariat's key.")
    row = Checkpoint(id=_next_number(), size=found.tree.size, at=pen.at, lost=lost)
    row.root, row.previous = found.tree.root().hex(), _root_before()
    row.jws = signing.checkpoint(checkpoints.payload(row), pen, str(row.pk))
    _add(row)
    return row


def _next_number() -> int:
    last = Checkpoint.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (last or 0) + 1


def _root_before() -> str:
    """The root of the newest checkpoint that is one of this log, as the database says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT root FROM ledger_checkpoint_before()")
        return str(cursor.fetchone()[0])


def _add(row: Checkpoint) -> None:
    """Hand it to the database, which takes it only if it says what the log is."""
    lost = events.canonical(row.lost) if row.lost is not None else None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_checkpoint_add(%s, %s, %s::jsonb, %s)",
            [row.size, row.at, lost, row.jws],
        )


def _lock() -> None:
    """Two at once make two, one after the other: each names the one before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ledger checkpoint'))")


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
        return now
