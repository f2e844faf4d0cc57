"""Small secrets that lie in a row: sealed under FILE_KEY, bound to the row that holds them."""

import hashlib
import os
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kernel import key_ring

NONCE_BYTES = 12
USE = b"iisa sealed secrets"

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


def on_rotation(name: str, rotation: Rotation) -> None:
    """Register what seals anew when the key changes: whoever seals something kept does."""
    _rotations[name] = rotation


def rotations() -> dict[str, Rotation]:
    return dict(_rotations)
