"""What follows the sealing of events: the log takes them in, and once an hour is signed for."""

import logging

from kernel.periodic import Budget
from ledger.delivery import daily_checkpoint
from ledger.witness import kept_file, log, making

_log = logging.getLogger("ledger")


def after_sealing(budget: Budget) -> None:
    """Take into the log what was sealed; sign, keep and tell when it is time.

    Nothing is signed while the log does not go on from what was published.
    """
    log.append(budget)
    made = 0
    if making.due():
        try:
            making.make()
            made = 1
        except making.NotSigned as why:
            _log.error("No checkpoint is signed. %s", why)
            return
    _keep(made)
    if daily_checkpoint.due():
        daily_checkpoint.tell()


def _keep(made: int) -> None:
    """Add to the file beside the database what it lacks, and say so where that is not new."""
    try:
        added = kept_file.append_missing()
    except OSError as error:
        _log.error("%s cannot be written: %s", kept_file.NAME, error.strerror)
        return
    if added > made:
        _log.error(
            "%d checkpoints were missing in %s and were added again: was it changed, or a run "
            "cut off?",
            added - made,
            kept_file.NAME,
        )
