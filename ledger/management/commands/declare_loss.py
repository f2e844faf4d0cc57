"""`declare_loss REASON`: own that checkpoints were published which this database does not have.

After a restore from a backup the log is shorter than what was signed. The next checkpoint says so,
signed, to every office; without it nothing is signed any more, and /readyz says why.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.witness import checkpoints, kept_file


class Command(BaseCommand):
    help = "Sign a checkpoint that names the published one which a restored database lacks."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("reason", help="why events are lost, in a sentence; kept in the ledger")

    def handle(self, *args: Any, **options: Any) -> None:
        lost = kept_file.lost()
        if lost is None or not kept_file.problems():
            raise CommandError("Nothing is lost: every published checkpoint is in this database.")
        row = checkpoints.make(lost, options["reason"])
        kept_file.append_missing()
        self.stdout.write(
            f"Checkpoint {row.pk} says that what was published over {lost['size']} events is lost. "
            "Tell the offices why: their systems will see it."
        )
