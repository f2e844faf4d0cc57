"""`declare_loss REASON --by EMAIL`: own that published checkpoints are not of this log any more.

After a restore from a backup the log is shorter than what was signed, and where somebody rewrote it
it has another root. The next checkpoint says so, signed, to every office; without it nothing is
signed any more, and /readyz says why. Every event is hashed anew before.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from central_offices.models import CentralOffice, Officer
from ledger.witness import kept_file, making


class Command(BaseCommand):
    help = "Sign a checkpoint that names the published one which is not of this log any more."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("reason", help="why events are lost, in a sentence; kept in the ledger")
        parser.add_argument(
            "--by", metavar="EMAIL", required=True, help="the Secretariat's officer who owns it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            row = making.declare_loss(options["reason"], by=_officer(options["by"]))
        except making.NotSigned as why:
            raise CommandError(str(why)) from why
        kept_file.append_missing()
        lost = row.lost or {}
        self.stdout.write(
            f"Checkpoint {row.pk} says that what was published over {lost['size']} events is lost. "
            "Tell the offices why: their systems will see it."
        )


def _officer(email: str) -> Officer:
    """The person of the Secretariat with this address. Raises CommandError."""
    people = Officer.objects.select_related("office").filter(
        is_active=True, kind=Officer.Kind.HUMAN, office__kind=CentralOffice.Kind.SECRETARIAT
    )
    officer = people.filter(email__iexact=email).first()
    if officer is None:
        raise CommandError(f"Nobody at the General Secretariat has the address {email}.")
    return officer
