"""The pages of a shift's change, and the board on the screen of the duty room."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from central_offices.access.officer_request import OfficerRequest
from central_offices.accounts import sessions
from central_offices.middleware import asks_by_itself
from central_offices.models import Classification
from exchange.delivery import unreachable
from exchange.desk import board, shift_handover
from exchange.forms import requests
from exchange.forms.shift_handover import ShiftHandoverForm
from exchange.models import ShiftHandover
from kernel.errors import NotPermitted
from kernel.forms.carrying_out import carried_out
from kernel.pages import keyset

REFRESH_SECONDS = 20
MAX_ROWS_ON_THE_WALL = 30


def notes(request: OfficerRequest) -> HttpResponse:
    """Every note of the office, the newest first."""
    rows = ShiftHandover.objects.visible_to(request.user).select_related(
        "written_by", "acknowledged_by"
    )
    page = keyset.asked(rows, request.GET, keyset.Order("written_at"))
    context = {
        "page": page,
        "pager": keyset.links(page, request.GET),
        "may": shift_handover.stands_duty(request.user),
        "page_level": max((row.classification for row in page.rows), default=0),
    }
    return render(request, "exchange/shift_handovers.html", context)


def write(request: OfficerRequest) -> HttpResponse:
    """The note of who leaves, above what is open now."""
    if not shift_handover.stands_duty(request.user):
        raise NotPermitted(_("Only who stands duty hands a shift over."))
    form = ShiftHandoverForm(request.POST or None, officer=request.user)

    def leave() -> str:
        text, level = form.cleaned_data["text"], form.cleaned_data["classification"]
        note = shift_handover.write(text, by=request.user, classification=level)
        return reverse("exchange:shift_handover", args=[note.pk])

    if answer := carried_out(request, form, leave, named=requests.field_of):
        return answer
    shown = board.read(request.user, board.Facets(shown=board.MAX_ROWS_SHOWN))
    context = {"form": form, "board": shown, "page_level": shown.level}
    return render(request, "exchange/shift_handover_write.html", context)


def note(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """One note: what was said, what was open, and who took over."""
    row = _note(request, pk)
    found = shift_handover.items(request.user, row)
    levels = [item.recipient.request.classification for item in found]
    context = {
        "note": row,
        "items": found,
        "steps": shift_handover.handover_steps.open_to(request.user, row),
        "page_level": max([row.classification, *levels]),
    }
    return render(request, "exchange/shift_handover.html", context)


@require_POST
def take_over(request: OfficerRequest, pk: UUID) -> HttpResponse:
    row = _note(request, pk)
    shift_handover.acknowledge(row, by=request.user)
    messages.success(request, _("The desk is yours."))
    return redirect("exchange:duty")


@asks_by_itself
def wall(request: OfficerRequest) -> HttpResponse:
    """For a screen on the wall: references, urgency and time left; no names, no subjects.

    It asks for itself anew, without a script too; it keeps no session alive. What is confidential
    is not on it.
    """
    facets = board.Facets(shown=MAX_ROWS_ON_THE_WALL, level=Classification.RESTRICTED)
    shown = board.read(request.user, facets)
    zone = ZoneInfo(request.user.zone)
    left = sessions.seconds_left(request.session.get("seen"))
    context = {
        "board": shown,
        "out_of_reach": unreachable.offices(request.user),
        "heard": f"{shown.now.astimezone(zone):%H:%M:%S}",
        "left": timedelta(seconds=max(0, left)),
        "still": "still" in request.GET,
        "page_level": shown.level,
    }
    answer = render(request, "exchange/wall.html", context)
    if "still" not in request.GET:
        answer.headers["Refresh"] = str(REFRESH_SECONDS)
    return answer


def _note(request: OfficerRequest, pk: UUID) -> ShiftHandover:
    rows = ShiftHandover.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("written_by", "acknowledged_by"), pk=pk)
