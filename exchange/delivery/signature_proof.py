"""The proof of a message about a request: its signature and its receipts, checked here and now.

Whoever sent the message or was given it may check it; what is saved of it, `verify_message` checks
without this system (docs/signatures.md).
"""

from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from cases.safeguards import originator_control
from central_offices.keys_and_clients import keys
from central_offices.models import CentralOffice, OfficeKey, Officer
from exchange.models import Contribution, Request
from kernel import acting
from ledger.delivery import envelope
from ledger.models import Delivery, InboxMessage, Message
from ledger.signatures import signing
from ledger.verification import messages


class Proof(NamedTuple):
    """A message, what is found about it, and what is saved of it.

    `kept_back` is why nothing is saved: a sentence, or empty.
    """

    message: Message
    findings: list[messages.Finding]
    saved: dict[str, Any]
    kept_back: str

    @property
    def good(self) -> bool:
        return all(one.good for one in self.findings)


def proof_of(officer: Officer, request: Request, pk: UUID) -> Proof | None:
    """None unless the officer's office sent the message, or it was delivered there."""
    found = Message.objects.select_related("sender")
    row = found.filter(pk=pk, thread=request.pk, classification__lte=officer.clearance).first()
    if row is None:
        return None
    own, told = row.sender_id == officer.office_id, _delivered(officer, row)
    if not own and told is None:
        return None
    text = envelope.envelope(told) if told else _as_sent(row)
    receipts = _receipts(officer, row, own)
    known = {key["kid"]: key for key in keys.jwks(_keys(row))["keys"]}
    findings = messages.check(text | {"receipts": receipts}, known)
    for receipt in receipts:
        findings += messages.check_receipt(receipt, text, known)
    saved = {"messages": [text], "receipts": {text["id"]: receipts}}
    return Proof(row, findings, saved, _kept_back(officer, request, row))


def _kept_back(officer: Officer, request: Request, row: Message) -> str:
    """Why the officer's office must not use it in judicial proceedings (H1); empty if it may."""
    said = Contribution._base_manager.filter(message_id=row.pk, request=request)
    with acting.by_a_rule("originator control"):
        source = said.select_related("office").first()
    if source is None and row.sender_id != request.owner_office_id:
        return ""  # that something was done, without a word of its own
    if originator_control.may_be_evidence(source or request, officer.office):
        return ""
    return _(
        "%(office)s gave this under H1: it is not used in judicial proceedings, nor saved for "
        "them, without its consent. Ask for the consent on the page of the request."
    ) % {"office": row.sender}


def _delivered(officer: Officer, row: Message) -> Delivery | None:
    rows = Delivery.objects.select_related("message__sender", "destination__office")
    mine = rows.filter(message=row, destination__office=officer.office_id)
    return mine.filter(status=Delivery.Status.DELIVERED).first()


def _as_sent(row: Message) -> dict[str, Any]:
    """The members that were signed; neither lane nor number, which each recipient has itself."""
    return signing.content(row) | {"signature": row.signature}


def _receipts(officer: Officer, row: Message, own: bool) -> list[str]:
    """Of every recipient for the sender, else of the own office."""
    rows = InboxMessage.objects.filter(message_id=row.pk).exclude(receipt="")
    rows = rows if own else rows.filter(recipient=officer.office_id)
    return list(rows.order_by("received_at").values_list("receipt", flat=True))


def _keys(row: Message) -> Any:
    """Those of the sender, and those with which the Secretariat signs receipts."""
    offices = [row.sender_id, CentralOffice.objects.secretariat().pk]
    return OfficeKey.objects.select_related("office").filter(office__in=offices)
