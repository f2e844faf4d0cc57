"""Proofs for a stranger: that an event is in the log of a checkpoint, and what it says."""

import hashlib
from typing import Any
from uuid import UUID

from django.db import connection

from kernel import acting
from ledger.models import LogNode
from ledger.verification.chains import TEXT, VERIFICATION
from ledger.witness import checkpoints, log, merkle, published


class NotProvable(Exception):
    """There is no proof of this; str() says why."""


@acting.by_a_rule(VERIFICATION)
def of_event(pk: UUID) -> dict[str, Any]:
    """Event, place, path and checkpoint: docs/checkpoints.md has the few lines that check it.

    `text` is what the event says: ids, codes, counts and digests. Raises NotProvable.
    """
    if wrong := published.problems():
        raise NotProvable(" ".join(wrong))
    place = log.place_of(pk)
    if place is None:
        raise NotProvable(f"There is no event {pk} in the log yet.")
    checkpoint = checkpoints.newest_with(place.position)
    if checkpoint is None:
        raise NotProvable(f"The event {pk} is in no checkpoint yet: the next one is made hourly.")
    text, path = _text(pk), _path(place, checkpoint.size)
    leaf = merkle.leaf(log.entry(place.chain, place.seq, hashlib.sha256(text.encode()).hexdigest()))
    root = merkle.root_of_path(leaf, place.position, checkpoint.size, path)
    if root is None or root.hex() != checkpoint.root:
        raise NotProvable(
            f"What is stored of the event {pk}, or of the tree above it, was changed: it does not "
            "lead to the root that was signed. Run verify_ledger."
        )
    return {
        "event": str(pk),
        "text": text,
        "chain": place.chain,
        "seq": place.seq,
        "hash": place.hash,
        "index": place.position,
        "size": checkpoint.size,
        "root": checkpoint.root,
        "path": [step.hex() for step in path],
        "checkpoint": checkpoint.jws,
    }


def _path(place: log.Place, size: int) -> list[bytes]:
    try:
        return log.inclusion(place.position, size)
    except LogNode.DoesNotExist:
        return []  # leads to no root


def _text(pk: UUID) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT concat_ws('|', prev_hash, chain, seq, {TEXT}) FROM ledger_event WHERE id = %s",
            [pk],
        )
        return str(cursor.fetchone()[0])
