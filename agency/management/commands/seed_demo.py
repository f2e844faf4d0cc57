"""`seed_demo`: fill an empty system with the demo world. Refused outside DEMO=1."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from agency import reference
from demo import world


class Command(BaseCommand):
    help = "Fill an empty system with invented offices' work. Only where DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo world is made only where DEMO=1.")
        if (settings.AGENCY_DATA / "demo.json").exists():
            self.stdout.write("The demo world is there already.")
            return
        world.make(self.stdout.write, reference_data=reference.seed)
