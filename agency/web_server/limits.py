"""What one connection may take of the web server: bytes, seconds, and how slow it may be.

Whoever moves less than `SLOWEST` bytes a second over `PATIENCE_S` seconds, of a body or of an
answer that is longer than that, is cut; a bad line may stand still for as long.
"""

from django.conf import settings

HEAD_BYTES = 32 * 1024  # of the request's line and its header fields
HEAD_TIMEOUT_S = 10.0  # seconds from the first byte of a head to its last
CONTROL_BYTES = 1024  # of the line before a chunk (RFC 9112 §7.1)
TRAILER_BYTES = 8 * 1024  # of what may follow the last chunk
FREE_BYTES = 16 * 1024  # of a body in chunks, before half of it has to be content
SLOWEST = 4096  # bytes a second
PATIENCE_S = 20.0  # seconds
IDLE_S = 30.0  # seconds that a connection on which nothing is asked stays open
LINGER_S = 5.0  # seconds that what somebody still sends is thrown away, so that they read why
MEMORY_BYTES = 64 * 1024 * 1024  # of bodies under way in the memory of one process
CONNECTIONS = 1000  # of one process


def anonymous_body() -> int:
    """Bytes of a body from whoever is not signed in; it is kept in memory, never on disk."""
    return settings.BODY_LIMIT_ANONYMOUS


def largest_body() -> int:
    """Bytes of a body from whoever is signed in."""
    return settings.BODY_LIMIT


class Pace:
    """How much of one transfer was moved in each of its spells of PATIENCE_S."""

    def __init__(self, what: str, now: float, moved: int):
        self.what, self.since, self.moved = what, now, moved

    def is_too_slow(self, now: float, moved: int) -> bool:
        """Look again: `moved` bytes in all by now."""
        if now - self.since < PATIENCE_S:
            return False
        if moved - self.moved < SLOWEST * PATIENCE_S:
            return True
        self.since, self.moved = now, moved
        return False
