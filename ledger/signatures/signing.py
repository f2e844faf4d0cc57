"""Signatures: every message on its way out, every storing for a recipient, and by whom.

The content is signed without the recipients: a signature must not tell who else was asked. Offices'
keys lie above this app, which therefore learns at start how to borrow them (`borrow_from`).
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from joserfc.jwk import OKPKey

from kernel import acting
from ledger.events import canonical
from ledger.models import Delivery, Message
from ledger.signatures import jws, signed_calls

CLASSIFICATIONS = ["OFFICIAL", "RESTRICTED", "CONFIDENTIAL"]
SECRETARIAT = "AGY"  # the code of the General Secretariat on every installation


class Pen(NamedTuple):
    """A key that this system holds for an office, and the moment at which it is used."""

    office: str
    kid: str
    key: OKPKey
    at: datetime


class PublicPart(NamedTuple):
    """A public key with its office and holder."""

    office: str
    held_by: str
    jwk: dict[str, Any]


class Signed(NamedTuple):
    """A call that an office's own system signed: the whole JWS and what was in it."""

    office: str
    kid: str
    jws: str
    header: dict[str, Any]
    body: dict[str, Any]


class Lender(Protocol):
    """Whoever keeps the offices' keys."""

    def lend(self, offices: set[int]) -> dict[int, Pen]:
        """The pens of offices by primary key, while an officer acts."""

    def lend_agency(self) -> Pen:
        """The pen of the Secretariat, with which receipts are signed."""

    def agency_keys(self) -> dict[str, dict[str, Any]]:
        """The public parts of all keys that the Secretariat ever signed with here, by `kid`."""

    def public_parts(self, kids: set[str]) -> dict[str, PublicPart]:
        """Of the keys with these names; of one held here only if its private part is here."""


_lenders: list[Lender] = []


def borrow_from(lender: Lender) -> None:
    """Register who lends the pens."""
    _lenders[:] = [lender]


def content(message: Message) -> dict[str, Any]:
    """The members that a signature covers: no recipients, lane and number."""
    return {
        "id": str(message.id),
        "type": message.type,
        "thread": str(message.thread),
        "sender": message.sender.code,
        "sent_at": message.sent_at.isoformat().replace("+00:00", "Z"),
        "classification": CLASSIFICATIONS[message.classification],
        "handling": message.handling_codes,
        "data": message.data,
    }


def digest(message: Message) -> str:
    """SHA-256 of the content in canonical JSON: what a receipt names."""
    return hashlib.sha256(canonical(content(message)).encode()).hexdigest()


def sign(messages: Iterable[Message]) -> None:
    """Sign what leaves: an office's system vouches for what it signed, this system for the rest."""
    call: Signed | None = acting.current().signed
    rest = [message for message in messages if not _vouched(message, call)]
    if rest and _lenders:
        pens = _lenders[0].lend({message.sender_id for message in rest})
        for message in rest:
            message.signature = by_system(content(message), pens[message.sender_id])


def receipts(batch: list[Delivery]) -> list[str]:
    """For each delivery the Secretariat's signed word: what was stored for whom, and when.

    Addressing is attested here, for each recipient alone; the message itself names none.
    """
    if not _lenders:
        return [""] * len(batch)
    pen = _lenders[0].lend_agency()
    digests = {row.message_id: digest(row.message) for row in batch}
    return [_receipt(row, digests[row.message_id], pen) for row in batch]


def _receipt(row: Delivery, sha256: str, pen: Pen) -> str:
    told = told_by_receipt(row, sha256)
    return jws.sign(canonical(told).encode(), _header(pen, jws.RECEIPT, str(row.pk)), pen.key)


def told_by_receipt(row: Delivery, sha256: str) -> dict[str, Any]:
    """Words of a receipt about a delivery, whose message has this digest."""
    assert row.delivered_at is not None
    return {
        "message": str(row.message_id),
        "recipient": row.destination.office.code,
        "lane": row.lane,
        "seq": row.seq,
        "sha256": sha256,
        "delivered_at": row.delivered_at.isoformat().replace("+00:00", "Z"),
    }


def _vouched(message: Message, call: Signed | None) -> bool:
    """Whether the call that caused the message says all that it says; then keep it with it."""
    if call is None or message.sender.code != call.office:
        return False
    if not signed_calls.covers(content(message), call.header, call.body):
        return False
    message.signature = {"jws": call.jws, "kid": call.kid, "held_by": "OFFICE"}
    return True


def checkpoint(said: dict[str, Any], pen: Pen, number: str) -> str:
    """The Secretariat's word on how long the log of events is, and on its root."""
    return jws.sign(canonical(said).encode(), _header(pen, jws.CHECKPOINT, number), pen.key)


def agency_key(kid: str) -> dict[str, Any] | None:
    """The public part of a key of the Secretariat that this system holds."""
    return _lenders[0].agency_keys().get(kid) if _lenders else None


def public_parts(kids: set[str]) -> dict[str, PublicPart]:
    """The public parts of keys by `kid`, as far as they are known."""
    return _lenders[0].public_parts(kids) if _lenders else {}


def agency_pen() -> Pen | None:
    """The Secretariat's pen; None where nobody lends any."""
    return _lenders[0].lend_agency() if _lenders else None


def by_system(said: dict[str, Any], pen: Pen) -> dict[str, str]:
    """The signature under a content, with a key that this system holds."""
    header = _header(pen, jws.MESSAGE, said["id"])
    text = jws.sign(canonical(said).encode(), header, pen.key)
    return {"jws": text, "kid": pen.kid, "held_by": "SYSTEM"}


def _header(pen: Pen, typ: str, jti: str) -> dict[str, Any]:
    named = {"kid": pen.kid, "typ": typ, "iss": pen.office}
    return {**named, "iat": int(pen.at.timestamp()), "jti": jti}
