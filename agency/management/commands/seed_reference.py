"""`seed_reference`: countries, offices and the other reference data of a new installation."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from agency import reference
from kernel import database_roles


class Command(BaseCommand):
    help = "Add the reference data that are missing; rows that exist stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        # Dated rules take a change by two persons from the application.
        with database_roles.as_the_owner(), transaction.atomic():
            reference.seed()
        if options["verbosity"]:
            self.stdout.write("The reference data are complete.")
