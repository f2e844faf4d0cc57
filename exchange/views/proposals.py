"""Proposals of offices and bases while a request is written: live where there is JavaScript."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from central_offices.access.officer_request import OfficerRequest
from exchange.forms.fields import OfficesField
from exchange.models import Request, RequestType
from exchange.requests import proposals, sending


def cover(request: OfficerRequest, code: str) -> HttpResponse:
    """Agreements that cover this type with the offices typed so far; a part of the form."""
    rows = RequestType.objects.visible_to(request.user).in_force()
    kind = get_object_or_404(rows, code=code)
    try:
        asked = OfficesField(required=False).clean(request.GET.get("recipients", ""))
    except ValidationError:
        asked = []
    context = {"covers": proposals.cover(request.user.office, asked, kind)}
    return render(request, "exchange/cover.html", context)


@require_POST
def use(request: OfficerRequest, reference: str, pk: UUID) -> HttpResponse:
    """Name an agreement in the legal basis of a draft."""
    rows = Request.objects.editable_by(request.user).select_related("type", "owner_office")
    row = get_object_or_404(rows, reference=reference)
    known = {item.pk: item for found in proposals.covers_of(row) for item in found.instruments}
    instrument = known.get(pk)
    if instrument and instrument.cited not in row.legal_basis:
        words = "; ".join(filter(None, [row.legal_basis.strip(), instrument.cited]))
        sending.revise(row, by=request.user, legal_basis=words)
    return redirect("exchange:check", reference)
