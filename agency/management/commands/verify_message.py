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
from central_offices.models import OfficeKey, SignedCall
from kernel import acting
from ledger.models import Delivery, InboxMessage, Message
from ledger.signatures import jws, signed_calls, signing
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
        for envelope, about in found:
            self.stdout.write(f"Message {envelope.get('id')}, {envelope.get('type')}")
            findings = messages.check(envelope, known)
            for receipt in envelope.get("receipts", []):
                findings += messages.check_receipt(receipt, envelope, known)
            for finding in [*findings, *about]:
                good &= finding.good
                self.stdout.write(f"  {'ok ' if finding.good else 'BAD'} {finding.words}")
        if not good:
            raise CommandError("Do not trust it: something above is not as it was signed.")
        self.stdout.write("Everything is as it was signed.")


def _messages(named: str) -> list[tuple[dict[str, Any], list[messages.Finding]]]:
    """The envelopes that are meant, of a message kept here or in a file; and what we know of it."""
    try:
        return [_kept(UUID(named))]
    except ValueError:
        found = _read(named)
    envelopes, receipts = found.get("messages", [found]), found.get("receipts", {})
    if not envelopes or not all(isinstance(one, dict) for one in envelopes):
        raise CommandError(f"There is no message in {named}.")
    kept = {key: text if isinstance(text, list) else [text] for key, text in receipts.items()}
    return [(one | {"receipts": kept.get(one.get("id"), [])}, []) for one in envelopes]


@acting.by_a_rule("verification of a message")
def _kept(pk: UUID) -> tuple[dict[str, Any], list[messages.Finding]]:
    row = Message.objects.select_related("sender").filter(pk=pk).first()
    if row is None:
        raise CommandError(f"There is no message {pk}.")
    stored = InboxMessage.objects.filter(message_id=pk).exclude(receipt="").order_by("received_at")
    told = {"signature": row.signature, "receipts": list(stored.values_list("receipt", flat=True))}
    return signing.content(row) | told, _addressing(row)


def _addressing(row: Message) -> list[messages.Finding]:
    """Whether it went to those whom its office's signed call was for: the salt is kept here only.

    What this system signed, and what went to the other side of a request, names nobody.
    """
    try:
        header = jws.header_of(
            (row.signature or {}).get("jws", ""), typ=jws.MESSAGE, also=jws.OF_CALL
        )
    except jws.Forged:
        return []
    if jws.RECIPIENTS not in header:
        return []
    call = SignedCall.objects.filter(office=row.sender_id, jti=header["jti"]).first()
    rows = Delivery.objects.filter(message=row)
    codes = rows.values_list("destination__office__code", flat=True)
    salt = call.recipients_salt if call else ""
    if signed_calls.digest_of_recipients(codes, salt) == header[jws.RECIPIENTS]:
        return [messages.Finding(True, "It went to those whom the signed call names.")]
    return [messages.Finding(False, "It went to others than those whom the signed call names.")]


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
