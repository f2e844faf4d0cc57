"""Small secrets that lie in a row: sealed under FILE_KEY, bound to the row that holds them.

And marks under what lies in a row without being secret: whoever runs SQL as the application can
copy, move and make rows; a mark tells those from ours, since it takes FILE_KEY to make one.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kernel import key_ring

NONCE_BYTES = 12
USE = b"iisa sealed secrets"
MARKS = b"iisa marks of rows"

# What brings everything that one table holds under the first key, and says how much that was.
Rotation = Callable[[], int]
_rotations: dict[str, Rotation] = {}


class NotOurs(Exception):
    """It was sealed under a key that is not in the ring, or for another row, or was changed."""


def seal(secret: bytes, place: str) -> bytes:
    """The secret under AES-256-GCM; `place` (table.column.key) must be said again to open it."""
    nonce = os.urandom(NONCE_BYTES)
    first = key_ring.keys(USE)[0]
    return nonce + AESGCM(first.secret).encrypt(nonce, secret, place.encode())


def unseal(sealed: bytes, place: str) -> bytes:
    """The bytes that were sealed for this place, under any key of the ring. Raises NotOurs."""
    nonce, content = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    for key in key_ring.keys(USE):
        try:
            return AESGCM(key.secret).decrypt(nonce, content, place.encode())
        except (InvalidTag, ValueError):
            continue
    digest = hashlib.sha256(place.encode()).hexdigest()[:8]
    raise NotOurs(f"A sealed secret ({digest}) cannot be opened: is FILE_KEY right?")


def seal_again(sealed: bytes, place: str) -> bytes:
    """The same secret, sealed under the first key of the ring. Raises NotOurs."""
    return seal(unseal(sealed, place), place)


def mark(content: Any, place: str) -> str:
    """The mark of a content that JSON can say; `place` (table, column, key) is part of it."""
    return marks(content, place)[0]


def marks(content: Any, place: str) -> list[str]:
    """The marks of a content under each key of the ring, that of the first key first."""
    return [_mark(key.secret, content, place) for key in key_ring.keys(MARKS)]


def is_marked(mark: str, content: Any, place: str) -> bool:
    """Whether the mark was made for this content and place, under any key of the ring."""
    return any(hmac.compare_digest(mark, one) for one in marks(content, place))


def _mark(secret: bytes, content: Any, place: str) -> str:
    said = json.dumps([place, content], sort_keys=True, separators=(",", ":"), default=str)
    return hmac.new(secret, said.encode(), hashlib.sha256).hexdigest()


def on_rotation(name: str, rotation: Rotation) -> None:
    """Register what seals anew when the key changes: whoever seals something kept does."""
    _rotations[name] = rotation


def rotations() -> dict[str, Rotation]:
    return dict(_rotations)
