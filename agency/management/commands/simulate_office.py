"""`simulate_office CODE`: an office of the demo that acknowledges and answers by itself."""

import json
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agency.conformance.caller import OfficeSystem
from agency.conformance.simulator import Simulator

EVERY = 2.0  # seconds between two looks into the mailbox


class Command(BaseCommand):
    """Runs until it is stopped; with --once until nothing is left to answer."""

    help = "Let an office's own system of the demo take its mailbox, acknowledge and answer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="code of the office, such as BRA")
        parser.add_argument("--url", default=settings.PUBLIC_URL)
        parser.add_argument("--answers", type=Path, help="JSON: text by type of request, * for all")
        parser.add_argument("--delay", type=float, default=0, help="seconds before it answers")
        parser.add_argument("--once", action="store_true", help="end when nothing is left to do")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Offices are simulated in the demo only (DEMO=1).")
        answers = json.loads(options["answers"].read_text()) if options["answers"] else {}
        system = _system(options["code"], options["url"])
        simulator = Simulator(system, answers, options["delay"])
        simulator.recall()
        self.stdout.write(f"{options['code']} answers by itself. Stop it with Ctrl-C.")
        try:
            while simulator.step() or not options["once"]:
                time.sleep(min(EVERY, options["delay"] or EVERY))
        except KeyboardInterrupt:
            pass
        self.stdout.write(f"{simulator.answered} requests answered.")


def _system(code: str, url: str) -> OfficeSystem:
    """The office's client in demo.json."""
    path = Path(settings.AGENCY_DATA) / "demo.json"
    clients = json.loads(path.read_text())["api_clients"] if path.exists() else []
    for client in clients:
        if client.get("office") == code:
            key = client.get("signing_key") if client.get("signs") else None
            return OfficeSystem(url, client["client_id"], client["client_secret"], code, key)
    known = ", ".join(sorted(client.get("office", "?") for client in clients)) or "none"
    raise CommandError(f"There is no client of {code} in demo.json. There are: {known}.")
