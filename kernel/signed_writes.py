"""Signed writes: the addresses below which an office's system signs what it changes."""

_signed: list[str] = []


def sign_writes_below(*prefixes: str) -> None:
    """Every write below these addresses is signed once an office has a key of its own.

    The app whose addresses they are registers them when it starts.
    """
    _signed.extend(prefixes)


def is_signed(path: str) -> bool:
    """Whether a write to this address is signed by an office's system that has a key."""
    return path.startswith(tuple(_signed))
