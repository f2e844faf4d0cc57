"""What follows the sealing of events: the log takes them in, and once an hour is signed for."""

import logging

from kernel.periodic import Budget
from ledger.delivery import daily_checkpoint
from ledger.witness import checkpoints, kept_file, log

_log = logging.getLogger("ledger")


def problems() -> list[str]:
    """Sentences about a log that is not the one whose checkpoints were published."""
    return [*kept_file.problems(), *log.problems()] or checkpoints.problems()


def after_sealing(budget: Budget) -> None:
    """Take into the log what was sealed; sign, keep and tell when it is time.

    Nothing is signed while the database is not the one whose checkpoints were published.
    """
    log.append(budget)
    if checkpoints.due():
        if found := problems():
            _log.error("No checkpoint is signed. %s", " ".join(found))
            return
        checkpoints.make()
    kept_file.append_missing()
    if daily_checkpoint.due():
        daily_checkpoint.tell()
