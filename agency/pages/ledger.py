"""Public pages of the ledger's checkpoints: for everybody who keeps some, and wants to compare."""

from itertools import islice
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ledger.models import Checkpoint
from ledger.witness import checkpoints, log

SHOWN_ON_PAGE = 24
MAX_ROWS_PER_CALL = 500
MAX_DIGITS = 18  # of a number that the database can hold


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    signed = checkpoints.ours(Checkpoint.objects.order_by("-pk").iterator(chunk_size=50))
    rows = list(islice(signed, SHOWN_ON_PAGE))
    context = {"newest": rows[0] if rows else None, "before": rows[1:]}
    return render(request, "public/ledger.html", context)


@login_not_required
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """Checkpoints in order, the first ones first: those after the number `after`."""
    after = _number(request, "after", 0)
    there = Checkpoint.objects.filter(pk__gt=after).order_by("pk")
    signed = checkpoints.ours(there.iterator(chunk_size=MAX_ROWS_PER_CALL + 1))
    rows = list(islice(signed, MAX_ROWS_PER_CALL + 1))
    shown = rows[:MAX_ROWS_PER_CALL]
    answer: dict[str, Any] = {
        "checkpoints": [
            {"number": row.pk, **checkpoints.payload(row), "checkpoint": row.jws} for row in shown
        ],
        "more": len(rows) > len(shown),
    }
    return JsonResponse(answer, headers=checkpoints.as_header(checkpoints.newest()))


@login_not_required
@require_safe
def consistency(request: HttpRequest) -> HttpResponse:
    """The path which shows that the log of one checkpoint begins with that of an earlier one.

    Both sizes are of published checkpoints: everything else is answered as missing.
    """
    first, second = _number(request, "first", -1), _number(request, "second", -1)
    found = checkpoints.ours(Checkpoint.objects.filter(size__in={first, second}))
    if {row.size for row in found} != {first, second} or first > second:
        raise Http404
    path = [step.hex() for step in log.consistency(first, second)]
    return JsonResponse({"first": first, "second": second, "path": path})


def _number(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS):
        raise Http404
    return int(text)
