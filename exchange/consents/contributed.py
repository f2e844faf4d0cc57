"""Originator control in the exchange: what offices give in requests, and the consents about it."""

from typing import Any
from uuid import UUID

from cases.models import CaseEntry, CaseFile
from cases.safeguards import originator_control
from cases.safeguards.originator_control import Consents, Contributed
from central_offices.models import CentralOffice
from exchange.models import Consent, Contribution, Request
from kernel.errors import NotReady

Source = Contribution | Request | CaseEntry | CaseFile
Missing = list[tuple[str, str]]


def register() -> None:
    """Put contributions and requests under their owners' conditions, and ask consents here."""
    originator_control.register(
        Contribution,
        Contributed(
            noun="contribution",
            received_by=lambda office: _seen(Contribution.objects, office).exclude(office=office),
            owner_of=lambda row: row.office,
            about=lambda row: row.request,
            text="text",
            files="attachments__file__sha256",
            known_to=lambda row: list(row.seen_by) if row.request.is_common else [],
        ),
    )
    originator_control.register(
        Request,
        Contributed(
            noun="request",
            received_by=lambda office: _seen(Request.objects, office).exclude(owner_office=office),
            owner_of=lambda row: row.owner_office,
            about=lambda row: row,
            text="ask",
            files="attachments__file__sha256",
        ),
    )
    originator_control.ask_consents_of(Consents(offices=_offices, evidence=_evidence))


def missing(request: Request) -> Missing:
    """What of a draft may not go to the offices that it is addressed to, as (field, sentence)."""
    to = [recipient.office for recipient in request.recipients.select_related("office")]
    words = [request.title, request.ask, request.legal_basis, request.necessity]
    words += map(str, request.facts.values())
    files = request.attachments.values_list("file__sha256", flat=True)
    found = originator_control.held_back(request.owner_office, to, "\n".join(words), files)
    return [("ask", sentence) for sentence in found]


def demand(request: Request) -> None:
    """Raise NotReady with what of the request may not go out; a consent may be withdrawn."""
    if found := missing(request):
        raise NotReady(" ".join(sentence for _field, sentence in found), found)


def fields_of(source: Source) -> dict[str, Any]:
    """The fields of a Consent that say what it is about; the others are None."""
    found: dict[str, Any] = {"request": None, "contribution": None, "case": None}
    found |= {"note": None, "document": None}
    if isinstance(source, Request):
        return found | {"request": source}
    if isinstance(source, Contribution):
        return found | {"request": source.request, "contribution": source}
    return found | {"case": source.case, originator_control.noun_of(source): source}


def _seen(rows: Any, office: CentralOffice) -> Any:
    return rows.filter(seen_by__contains=[office.number])


def _granted(source: Source, office: CentralOffice) -> Any:
    return Consent.objects.granted().filter(office=office, **fields_of(source))


def _offices(source: Source, office: CentralOffice) -> set[int | UUID]:
    rows = _granted(source, office).filter(use=Consent.Use.SHARE)
    return set(rows.values_list("offices", flat=True))


def _evidence(source: Source, office: CentralOffice) -> bool:
    return bool(_granted(source, office).filter(use=Consent.Use.EVIDENCE).exists())
