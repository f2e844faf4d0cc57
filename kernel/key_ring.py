"""FILE_KEY as a ring: the key that seals, and those before it that still open (docs/laws.md T5).

The first key wraps and seals; `FILE_KEY_FALLBACKS` only open. `manage.py rotate_file_key` brings
everything under the first; then the others may go.
"""

import hashlib
from typing import NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Key(NamedTuple):
    """A key derived for one use; `id` names it where it was used, and betrays nothing."""

    id: str
    secret: bytes


def keys(use: bytes) -> list[Key]:
    """The keys of the ring derived for this use, the one that seals first."""
    return [_derived(text, use) for text in (settings.FILE_KEY, *settings.FILE_KEY_FALLBACKS)]


def _derived(text: str, use: bytes) -> Key:
    secret = HKDF(SHA256(), 32, salt=None, info=use).derive(text.encode())
    return Key(hashlib.sha256(secret).hexdigest()[:16], secret)
