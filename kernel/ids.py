"""Identifiers: UUIDv7 keys, and codes that people read aloud."""

import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

# Crockford's alphabet: no I, L, O, U, so that a printed code survives a bad photocopy.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562): unique, and ordered by the time it was made."""
    return uuid7()


def new_code(groups: int = 3, size: int = 4) -> str:
    """A random code such as R7KM-4T2Q-9XDA (5 bits a character)."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(size)) for _ in range(groups))
