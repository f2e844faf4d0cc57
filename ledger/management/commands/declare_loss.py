"""`declare_loss REASON`: own that checkpoints were published which this database does not have.

After a restore from a backup the log is shorter than what was signed, and where somebody rewrote it
it has another root. The next checkpoint says so, signed, to every office; without it nothing is
signed any more, and /readyz says why.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger import log_upkeep
from ledger.witness import checkpoints, kept_file


class Command(BaseCommand):
    help = "Sign a checkpoint that names the published one which a restored database lacks."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("reason", help="why events are lost, in a sentence; kept in the ledger")

    def handle(self, *args: Any, **options: Any) -> None:
        lost = kept_file.lost() if kept_file.problems() else _contradicted()
        if lost is None:
            other = " ".join(log_upkeep.problems())
            nothing = "Nothing is lost: every published checkpoint is in this database."
            raise CommandError(other or nothing)
        row = checkpoints.make(lost, options["reason"])
        kept_file.append_missing()
        self.stdout.write(
            f"Checkpoint {row.pk} says that what was published over {lost['size']} events is lost. "
            "Tell the offices why: their systems will see it."
        )


def _contradicted() -> dict[str, Any] | None:
    """The content of the newest checkpoint, if the log is not the one that it says."""
    row = checkpoints.contradicted()
    if row is None:
        return None
    said = checkpoints.payload(row)
    return {name: said[name] for name in ("size", "root", "time")}
