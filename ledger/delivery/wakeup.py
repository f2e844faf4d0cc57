"""Wake the workers right after a commit. The only place below the interfaces that knows Celery.

A wake-up may be lost: the sweeper finds the work within seconds. A dead or silent broker
therefore never slows an officer down: well under a second, and after a failure no wake-up is
tried for 30 seconds.
"""

import logging
import time
from collections.abc import Sequence
from functools import cache
from typing import Any

from celery import current_app
from kombu import Connection, pools

RETRY_PAUSE_S = 30.0
CHUNK = 25
BROKER_TIMEOUT_S = 0.3  # seconds, and one more try; with the workers' own 5 s it blocked for 5 s

failures = 0
_resume_at = 0.0


def deliver_soon(destinations: Sequence[int], *, anyway: bool = False) -> None:
    """Wake workers for these destinations; `anyway` is for who has just heard from the broker."""
    for start in range(0, len(destinations), CHUNK):
        chunk = [list(destinations[start : start + CHUNK])]
        _send("ledger.tasks.deliver", chunk, "delivery", anyway)


def run_soon(task: str, queue: str, *arguments: object, anyway: bool = False) -> None:
    """Wake the worker of another queue, for instance to make a PDF."""
    _send(task, list(arguments), queue, anyway)


def _send(task: str, arguments: list[Any], queue: str, anyway: bool = False) -> None:
    global failures, _resume_at
    if time.monotonic() < _resume_at and not anyway:
        return
    try:
        with pools.producers[_impatient()].acquire(
            block=True, timeout=BROKER_TIMEOUT_S
        ) as producer:
            current_app.send_task(
                task, arguments, queue=queue, retry=False, expires=60, producer=producer
            )
    except Exception:  # whatever ails the broker: the work is in the database
        failures += 1
        _resume_at = time.monotonic() + RETRY_PAUSE_S
        logging.getLogger("ledger").warning("The broker did not take a wake-up.", exc_info=True)


@cache
def _impatient() -> Connection:
    """A connection to the workers' broker that gives up soon."""
    conf = current_app.conf
    brief = {"socket_timeout": BROKER_TIMEOUT_S, "socket_connect_timeout": BROKER_TIMEOUT_S}
    return Connection(conf.broker_url, transport_options={**conf.broker_transport_options, **brief})
