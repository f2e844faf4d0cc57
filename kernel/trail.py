"""Lines of the log by which anything is followed through its stages: a message from being written
to being acknowledged, a notice through its review, a paper, an import.

A line is one sentence with fields beside it. Fields are ids, codes, counts, digests and seconds:
never a name, an address, or a word that somebody typed or searched for. They appear unless
LOG_LEVEL is ERROR or higher.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

Field = str | int | float | bool | None | list[int]

log = logging.getLogger("trail")  # its level: agency.logs


def note(sentence: str, **fields: Field) -> None:
    """Write the line now: for what is so already, whatever becomes of a transaction."""
    log.info(sentence, extra={key: value for key, value in fields.items() if value is not None})


def note_at_commit(sentence: str, **fields: Field) -> None:
    """Write the line when the transaction has committed; not at all if it is undone."""
    transaction.on_commit(lambda: note(sentence, **fields), robust=True)


@contextmanager
def timed(noun: str, **fields: Field) -> Iterator[None]:
    """Lines that the work in the body started, and finished or failed, after how many seconds.

    Of what the body raises only the class is told.
    """
    note(f"{noun} started.", **fields)
    began = time.monotonic()
    try:
        yield
    except BaseException as error:
        seconds = round(time.monotonic() - began, 3)
        note(f"{noun} failed.", **fields, seconds=seconds, error=type(error).__name__)
        raise
    note(f"{noun} finished.", **fields, seconds=round(time.monotonic() - began, 3))
