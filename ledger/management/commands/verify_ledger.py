"""`verify_ledger`: does every chain hold? Names the first broken link of each that doesn't."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.verification import chains


class Command(BaseCommand):
    help = "Check every chain of the ledger; exits with an error at the first broken link."

    def handle(self, *args: Any, **options: Any) -> None:
        checked, faults = chains.verify()
        for fault in faults:
            self.stderr.write(f"{fault.chain}, event {fault.seq}: {fault.sentence}.")
        if late := chains.unsealed():
            self.stderr.write(f"{late} events have waited for their place for over a minute.")
        if faults:
            raise CommandError(f"The ledger does not hold: {len(faults)} faults.")
        self.stdout.write(f"The ledger holds: {checked} events in order.")
