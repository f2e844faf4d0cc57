"""The dead letters: what could not be delivered, and a button to send it again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from central_offices.access.officer_request import OfficerRequest
from exchange.delivery import dead_letters, phone_fallback
from kernel.forms.carrying_out import pressed


def letters(request: OfficerRequest) -> HttpResponse:
    """List of what could not be delivered: why, and a button to send it again."""
    rows = dead_letters.listed(request.user)
    administrator = request.user.may("administer", request.user.office)
    level = max((row.message.classification for row in rows), default=0)
    calls = phone_fallback.listed(request.user)
    shown: list[Any] = [*rows, *calls]
    for row in shown:
        row.ours = row.message.sender_id == request.user.office_id
        row.leads_to_request = row.ours and row.message.type.startswith("request.")
    own = request.user.office_id
    ours = [row for row in calls if row.message.sender_id == own]
    level = max([level, *(row.message.classification for row in ours)])
    context = {"rows": rows, "calls": calls, "technical": administrator, "page_level": level}
    return render(request, "exchange/dead_letters.html", context)


@require_POST
def resend(request: OfficerRequest, pk: UUID) -> HttpResponse:
    row = dead_letters.one(request.user, pk)
    if row is None:
        raise Http404
    dead_letters.resend(row, by=request.user)
    words = _("On its way to %(office)s again.") % {"office": row.destination.office}
    messages.success(request, words)
    return redirect("exchange:dead_letters")


@require_POST
def phoned(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Somebody has told the office by telephone."""
    row = phone_fallback.one(request.user, pk)
    if row is None:
        raise Http404
    found = row  # for the step below
    spoke_to = request.POST.get("spoke_to", "")[:200]
    pressed(
        request,
        lambda: phone_fallback.note(found, by=request.user, spoke_to=spoke_to),
        done=_("Noted. It is delivered as soon as the office is in reach."),
    )
    return redirect("exchange:dead_letters")
