"""`simulate_office CODE`: an office of the demo that acknowledges and answers by itself."""

import json
import time
from pathlib import Path
from typing import Any

import requests
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conformance.caller import OfficeSystem
from conformance.listener import Listener
from conformance.simulator import Simulator
from conformance.witness import Collection, NotTheSame

EVERY = 2.0  # seconds between two looks into the mailbox


class Command(BaseCommand):
    """Runs until it is stopped; with --once until nothing is left to answer."""

    help = "Let an office's own system of the demo take its mailbox, acknowledge and answer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="code of the office, such as BRA")
        parser.add_argument("--url", default=settings.PUBLIC_URL)
        parser.add_argument("--answers", type=Path, help="JSON: text by type of request, * for all")
        parser.add_argument("--delay", type=float, default=0, help="seconds before it answers")
        parser.add_argument("--receive", type=int, help="port for its webhook, not the mailbox")
        parser.add_argument("--checkpoints", type=Path, help="file to keep checkpoints in")
        parser.add_argument("--once", action="store_true", help="end when nothing is left to do")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Offices are simulated in the demo only (DEMO=1).")
        answers = json.loads(options["answers"].read_text()) if options["answers"] else {}
        client = _client(options["code"])
        kept = Collection(path, options["url"]) if (path := options["checkpoints"]) else None
        simulator = Simulator(_system(client, options["url"]), answers, options["delay"], kept)
        self.stdout.write(f"{options['code']} answers by itself. Stop it with Ctrl-C.")
        try:
            if options["receive"]:
                self._receive(simulator, Listener(options["receive"], _secret(client)))
            simulator.recall()
            while simulator.step() or not options["once"]:
                time.sleep(min(EVERY, options["delay"] or EVERY))
        except NotTheSame as other:
            raise CommandError(f"The ledger of the hub was altered: {other}") from other
        except KeyboardInterrupt:
            pass
        self.stdout.write(f"{simulator.answered} requests answered.")

    def _receive(self, simulator: Simulator, listener: Listener) -> None:
        """Take what is posted, for ever; while the system is not up, later."""
        recalled, left = False, []
        while True:
            left += listener.taken()
            try:
                if not recalled:
                    simulator.recall()
                    recalled = True
                while left:
                    simulator.take(left[0])
                    left.pop(0)
                simulator.answer_due()
            except requests.HTTPError as error:
                self.stdout.write(f"Refused: {error}")
                del left[:1]
            except requests.RequestException:
                pass  # what is left is taken at the next look
            time.sleep(EVERY)


def _system(client: dict[str, Any], url: str) -> OfficeSystem:
    key = client.get("signing_key") if client.get("signs") else None
    pair = (client["client_id"], client["client_secret"])
    return OfficeSystem(url, *pair, client["office"], key)


def _secret(client: dict[str, Any]) -> str:
    if "webhook_secret" not in client:
        raise CommandError(f"{client['office']} does not receive by webhook in this demo.")
    return str(client["webhook_secret"])


def _client(code: str) -> dict[str, Any]:
    """The office's client in demo.json."""
    path = Path(settings.AGENCY_DATA) / "demo.json"
    clients = json.loads(path.read_text())["api_clients"] if path.exists() else []
    for client in clients:
        if client.get("office") == code:
            return dict(client)
    known = ", ".join(sorted(client.get("office", "?") for client in clients)) or "none"
    raise CommandError(f"There is no client of {code} in demo.json. There are: {known}.")
