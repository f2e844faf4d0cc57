"""The envelope: one complete message, the same bytes on every path (docs/laws.md E1)."""

import hashlib
from typing import Any

from ledger.events import canonical
from ledger.models import Delivery
from ledger.signatures.signing import CLASSIFICATIONS


def envelope(delivery: Delivery) -> dict[str, Any]:
    """The message as its recipient gets it: ids and times as text, level and codes as words.

    It names this recipient alone: the list would tell who else was asked, and who was left out.
    """
    message = delivery.message
    return {
        "id": str(message.id),
        "type": message.type,
        "lane": delivery.lane,
        "seq": delivery.seq,
        "thread": str(message.thread),
        "sender": message.sender.code,
        "recipients": [delivery.destination.office.code],
        "sent_at": message.sent_at.isoformat().replace("+00:00", "Z"),
        "classification": CLASSIFICATIONS[message.classification],
        "handling": message.handling_codes,
        "data": message.data,
        "signature": message.signature,
    }


def as_bytes(delivery: Delivery, checkpoint: str = "") -> bytes:
    """The bytes of a call; a checkpoint rides beside the message's own members."""
    return canonical(with_checkpoint(envelope(delivery), checkpoint)).encode()


def with_checkpoint(told: dict[str, Any], checkpoint: str) -> dict[str, Any]:
    return told | {"checkpoint": checkpoint} if checkpoint else told


def sha256(delivery: Delivery) -> str:
    return hashlib.sha256(as_bytes(delivery)).hexdigest()
