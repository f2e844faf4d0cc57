"""Small secrets that lie in a row: sealed under FILE_KEY, bound to the row that holds them."""

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


class NotOurs(Exception):
    """It was sealed under another FILE_KEY, or for another row, or was changed."""


def seal(secret: bytes, place: str) -> bytes:
    """The secret under AES-256-GCM; `place` (table.column.key) must be said again to open it."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key()).encrypt(nonce, secret, place.encode())


def unseal(sealed: bytes, place: str) -> bytes:
    """What was sealed for this place. Raises NotOurs."""
    try:
        return AESGCM(_key()).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except InvalidTag as error:
        digest = hashlib.sha256(place.encode()).hexdigest()[:8]
        raise NotOurs(f"A sealed secret ({digest}) cannot be opened: is FILE_KEY right?") from error


def _key() -> bytes:
    secret = settings.FILE_KEY.encode()
    return HKDF(SHA256(), 32, salt=None, info=b"iisa sealed secrets").derive(secret)
