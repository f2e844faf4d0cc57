"""Proofs for a stranger: that an event is in the log of a checkpoint, and what it says."""

from typing import Any
from uuid import UUID

from django.db import connection

from ledger.verification.chains import TEXT
from ledger.witness import checkpoints, log


class NotProvable(Exception):
    """There is no proof of this; str() says why."""


def of_event(pk: UUID) -> dict[str, Any]:
    """Event, place, path and checkpoint: docs/checkpoints.md has ten lines that check it.

    `text` is what the event says: ids, codes, counts and digests. Raises NotProvable.
    """
    place = log.place_of(pk)
    if place is None:
        raise NotProvable(f"There is no event {pk} in the log yet.")
    checkpoint = checkpoints.newest_with(place.position)
    if checkpoint is None:
        raise NotProvable(f"The event {pk} is in no checkpoint yet: the next one is made hourly.")
    path = log.inclusion(place.position, checkpoint.size)
    return {
        "event": str(pk),
        "text": _text(pk),
        "chain": place.chain,
        "seq": place.seq,
        "hash": place.hash,
        "index": place.position,
        "size": checkpoint.size,
        "root": checkpoint.root,
        "path": [step.hex() for step in path],
        "checkpoint": checkpoint.jws,
    }


def _text(pk: UUID) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT concat_ws('|', prev_hash, chain, seq, {TEXT}) FROM ledger_event WHERE id = %s",
            [pk],
        )
        return str(cursor.fetchone()[0])
