"""Wake the workers right after a commit. The only place below the interfaces that knows Celery.

A wake-up may be lost: the sweeper finds the work within seconds. A dead or silent broker
therefore never slows an officer down: one failure, and no wake-up is tried for 30 seconds.
"""

import logging
import time
from collections.abc import Sequence
from typing import Any

from celery import current_app

PAUSE = 30.0
CHUNK = 25

failures = 0
_resume_at = 0.0


def deliver_soon(destinations: Sequence[int]) -> None:
    for start in range(0, len(destinations), CHUNK):
        _send("ledger.tasks.deliver", [list(destinations[start : start + CHUNK])], "delivery")


def run_soon(task: str, queue: str, *arguments: object) -> None:
    """Wake the worker of another queue, for instance to make a PDF."""
    _send(task, list(arguments), queue)


def _send(task: str, arguments: list[Any], queue: str) -> None:
    global failures, _resume_at
    if time.monotonic() < _resume_at:
        return
    try:
        current_app.send_task(task, arguments, queue=queue, retry=False, expires=60)
    except Exception:  # whatever ails the broker: the work is in the database
        failures += 1
        _resume_at = time.monotonic() + PAUSE
        logging.getLogger("ledger").warning("The broker did not take a wake-up.", exc_info=True)
