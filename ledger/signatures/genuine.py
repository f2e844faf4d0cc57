"""Whether what is stored is what was signed: asked before a message is handed to anybody.

Whoever writes into the tables can write a message too, and cannot sign it. When a key counted is
not asked here: what was signed with a key that ended since is still delivered, and whoever reads it
is told (`ledger.verification`).
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from ledger.models import Delivery
from ledger.signatures import jws, signed_calls, signing
from ledger.signatures.signing import PublicPart

UNREADABLE = (AttributeError, KeyError, OverflowError, TypeError, ValueError, RecursionError)
Keys = Mapping[str, PublicPart]


def unsigned(rows: Iterable[Delivery]) -> set[UUID]:
    """The messages among these deliveries that their senders did not sign as they stand there."""
    by_message = {row.message_id: row for row in rows}
    keys = signing.public_parts(
        {str((row.message.signature or {}).get("kid")) for row in by_message.values()}
    )
    return {pk for pk, row in by_message.items() if not _is_signed(row, keys)}


def receipted(pairs: Iterable[tuple[Delivery, str]]) -> set[UUID]:
    """The deliveries whose receipt says of them what stands there, in the Secretariat's hand."""
    there = [(row, text, _kid(text)) for row, text in pairs]
    keys = signing.public_parts({kid for _row, _text, kid in there})
    return {row.pk for row, text, _kid in there if _is_receipted(row, text, keys)}


def _kid(text: str) -> str:
    try:
        return str(jws.header_of(text, typ=jws.RECEIPT)["kid"])
    except jws.Forged:
        return ""


def _is_signed(row: Delivery, keys: Keys) -> bool:
    try:
        signature: Any = row.message.signature
        also = jws.OF_CALL if signature["held_by"] == "OFFICE" else set()
        header = jws.header_of(signature["jws"], typ=jws.MESSAGE, also=also)
        key = keys[header["kid"]]
        said = json.loads(jws.payload_of(signature["jws"], jws.public_key(key.jwk)))
        if key.office != row.message.sender.code or key.held_by != signature["held_by"]:
            return False
        if "htm" in header:
            return signed_calls.covers(signing.content(row.message), header, said)
        return bool(said == signing.content(row.message))
    except (*UNREADABLE, jws.Forged):
        return False


def _is_receipted(row: Delivery, text: str, keys: Keys) -> bool:
    try:
        key = keys[_kid(text)]
        said = json.loads(jws.payload_of(text, jws.public_key(key.jwk)))
        if key.office != signing.SECRETARIAT or key.held_by != "SYSTEM":
            return False
        return bool(said == signing.told_by_receipt(row, signing.digest(row.message)))
    except (*UNREADABLE, jws.Forged):
        return False
