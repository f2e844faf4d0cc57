"""The offence catalogue as every officer reads it; it is changed among the rules."""

from django.http import HttpResponse
from django.shortcuts import render

from cases.dated_rules import EXCLUSIONS
from cases.models import Offence
from central_offices.access.officer_request import OfficerRequest
from central_offices.dated_rules.lifecycle import may_propose


def offences(request: OfficerRequest) -> HttpResponse:
    """Every entry by portfolio; those that ended are shown on request."""
    rows = Offence.objects.visible_to(request.user).prefetch_related("portfolios")
    ended = request.GET.get("ended") == "1"
    rows = rows if ended else rows.filter(pk__in=Offence.objects.in_force())
    labels = dict(EXCLUSIONS)
    context = {
        "rows": [
            {"offence": row, "excluded": labels.get(row.excluded_for_red, row.excluded_for_red)}
            for row in rows.order_by("code", "-valid_from")
        ],
        "ended": ended,
        "may_propose": may_propose(request.user),
        "page_level": 0,
    }
    return render(request, "cases/offences.html", context)
