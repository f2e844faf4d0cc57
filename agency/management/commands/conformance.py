"""`conformance`: does a receiver, or this system's API, keep the rules? PASS or FAIL for each."""

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from conformance import hub, receiver
from conformance.caller import OfficeSystem, statement
from conformance.rules import Finding
from conformance.witness import Collection


class Command(BaseCommand):
    """Ends with 0 when every rule holds, with 1 when one does not.

    Secrets come from the environment: CLIENT_SECRET, WEBHOOK_SECRET.
    """

    help = (
        "Try an API (--url, --client-id) or a webhook receiver (--webhook) rule by rule; or sign "
        "the statement with which a new key is registered (--key, --office)."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", help="address of the system, such as https://hub.example")
        parser.add_argument("--client-id", help="its secret is read from CLIENT_SECRET")
        parser.add_argument("--checkpoints", type=Path, help="your file of kept checkpoints")
        parser.add_argument("--webhook", help="your receiver; its secret is in WEBHOOK_SECRET")

        parser.add_argument("--key", type=Path, help="your new private key, a JWK or PEM")
        parser.add_argument("--office", default="", help="the code of your office, with --key")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["key"]:
            self._sign_statement(options["key"], options["office"])
            return
        findings: list[Finding] = []
        if options["webhook"]:
            mine = receiver.Receiver(options["webhook"], _secret("WEBHOOK_SECRET"))
            findings += receiver.suite.run(mine)
        if options["url"]:
            if not options["client_id"]:
                raise CommandError("Name the client: --client-id.")
            secret = _secret("CLIENT_SECRET")
            system = OfficeSystem(options["url"], options["client_id"], secret)
            findings += hub.suite.run(system)
            if options["checkpoints"]:
                findings += hub.of_ledger.run(Collection(options["checkpoints"], options["url"]))
        if not findings:
            raise CommandError("Say what to try: --url, --webhook, or both.")
        self._tell(findings)

    def _sign_statement(self, path: Path, office: str) -> None:
        if not office:
            raise CommandError("Name your office: --office.")
        try:
            text = path.read_text()
            key = OKPKey.import_key(json.loads(text) if text.lstrip().startswith("{") else text)
            self.stdout.write(statement(office, key))
        except (JoseError, OSError, ValueError) as error:
            raise CommandError(f"{path} is no private Ed25519 key.") from error

    def _tell(self, findings: list[Finding]) -> None:
        for finding in findings:
            word = "PASS" if finding.passed else "FAIL"
            self.stdout.write(f"{word}  {finding.rule.asks}  [{finding.rule.source}]")
            if finding.seen:
                self.stdout.write(f"      {finding.seen}")
        failed = sum(not finding.passed for finding in findings)
        self.stdout.write(f"{len(findings) - failed} of {len(findings)} rules hold.")
        if failed:
            raise SystemExit(1)


def _secret(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise CommandError(f"Put the secret into the environment: {name}.")
    return value
