"""The page on which an officer checks a message's signature, and saves it as evidence."""

import json
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from exchange.delivery import signature_proof
from exchange.models import Request
from exchange.views.reasons import reason_page
from exchange.views.requests import visible
from kernel.errors import NotPermitted
from kernel.files import download_names
from ledger import events


def page(request: OfficerRequest, reference: str, pk: UUID) -> HttpResponse:
    """Page of a signature: by whom, when, with which key, and whether it is still the same."""
    row = visible(request.user, reference)
    if page := reason_page(request, row):
        return page
    found = _found(request, row, pk)
    context = {"row": row, "proof": found, "page_level": found.message.classification}
    return render(request, "exchange/proof.html", context)


def saved(request: OfficerRequest, reference: str, pk: UUID) -> HttpResponse:
    """The message with its signature and receipts, as a file that can be checked elsewhere.

    Raises NotPermitted where its owner has to be asked first (H1).
    """
    row = visible(request.user, reference)
    if page := reason_page(request, row):
        return page
    found = _found(request, row, pk)
    if found.kept_back:
        raise NotPermitted(found.kept_back)
    text = json.dumps(found.saved, ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    name = download_names.of("request", row.reference, "message", pk, ending="json")
    answer.headers["Content-Disposition"] = download_names.disposition(name)
    return answer


def _found(request: OfficerRequest, row: Request, pk: UUID) -> signature_proof.Proof:
    found = signature_proof.proof_of(request.user, row, pk)
    if found is None:
        raise Http404
    events.record(
        "message.check",
        by=request.user,
        subject=row,
        purpose=purpose_on_pages.purpose_of(request),
        case_id=row.case_id,
        data={"message": str(pk)},
    )
    return found
