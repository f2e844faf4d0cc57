"""`verify_message`: who signed a message, when, with which key, and is it still the same?

With a saved envelope (as a mailbox gives it, or the whole answer) and `--keys` nothing here asks
the database: evidence can be checked years later, on another machine.
"""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from central_offices.keys_and_clients import keys
from central_offices.models import OfficeKey
from ledger.models import InboxMessage, Message
from ledger.signatures import signing
from ledger.verification import messages


class Command(BaseCommand):
    help = "Check the signature of a message by its id, or of a saved one; fails if it is not good."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("message", help="The id of a message, or a file with its envelope")
        parser.add_argument("--keys", help="A file with a JWK Set, instead of the keys kept here")

    def handle(self, *args: Any, **options: Any) -> None:
        found = _messages(options["message"])
        known = key_set(options["keys"])
        good = True
        for envelope in found:
            self.stdout.write(f"Message {envelope.get('id')}, {envelope.get('type')}")
            findings = messages.check(envelope, known)
            for receipt in envelope.get("receipts", []):
                findings += messages.check_receipt(receipt, envelope, known)
            for finding in findings:
                good &= finding.good
                self.stdout.write(f"  {'ok ' if finding.good else 'BAD'} {finding.words}")
        if not good:
            raise CommandError("Do not trust it: something above is not as it was signed.")
        self.stdout.write("Everything is as it was signed.")


def _messages(named: str) -> list[dict[str, Any]]:
    """The envelopes that are meant: of a message kept here, or in a file."""
    try:
        return [_kept(UUID(named))]
    except ValueError:
        found = _read(named)
    envelopes, receipts = found.get("messages", [found]), found.get("receipts", {})
    if not envelopes or not all(isinstance(one, dict) for one in envelopes):
        raise CommandError(f"There is no message in {named}.")
    kept = {key: text if isinstance(text, list) else [text] for key, text in receipts.items()}
    return [one | {"receipts": kept.get(one.get("id"), [])} for one in envelopes]


def _kept(pk: UUID) -> dict[str, Any]:
    row = Message.objects.select_related("sender").filter(pk=pk).first()
    if row is None:
        raise CommandError(f"There is no message {pk}.")
    stored = InboxMessage.objects.filter(message_id=pk).exclude(receipt="").order_by("received_at")
    told = {"signature": row.signature, "receipts": list(stored.values_list("receipt", flat=True))}
    return signing.content(row) | told


def key_set(path: str | None) -> dict[str, dict[str, Any]]:
    """The keys in a file, or those kept here, by their `kid`. Raises CommandError."""
    found = _read(path) if path else keys.jwks(OfficeKey.objects.select_related("office"))
    rows = found.get("keys")
    if not isinstance(rows, list):
        raise CommandError(f"There is no key set in {path}.")
    return {row["kid"]: row for row in rows if isinstance(row, dict) and "kid" in row}


def _read(path: str) -> dict[str, Any]:
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read: {error}.") from error
    if not isinstance(found, dict):
        raise CommandError(f"{path} holds no JSON object.")
    return found
