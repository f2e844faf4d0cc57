"""Waiting for another process, without guessing how long it takes."""

import time
from collections.abc import Callable

import pytest

PATIENCE = 90.0


def until(done: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Return as soon as `done()` is true; fail with `what` did not happen."""
    deadline = time.monotonic() + patience
    while not done():
        if time.monotonic() > deadline:
            pytest.fail(f"It did not happen: {what}")
        time.sleep(0.02)
