"""Pages of the portfolios: what each covers, its key issues, and what stands under it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from central_offices.access.officer_request import OfficerRequest
from kernel.pages import keyset
from policies import under
from policies.models import Edition, Portfolio
from policies.views.editions import issues_of


def portfolios(request: OfficerRequest) -> HttpResponse:
    rows = Portfolio.objects.all()
    return render(request, "policies/portfolios.html", {"portfolios": rows, "page_level": 0})


def portfolio(request: OfficerRequest, code: str) -> HttpResponse:
    """Page of a portfolio; of the records under it those of one kind, as far as one may see."""
    row = get_object_or_404(Portfolio, code=code)
    kinds = under.kinds()
    chosen = next((kind for kind in kinds if kind.name == request.GET.get("of")), kinds[0])
    counted = [(kind, kind.rows(request.user, row)) for kind in kinds]
    shown = keyset.asked(chosen.rows(request.user, row), request.GET)
    current = Edition.objects.current()
    context: dict[str, Any] = {
        "portfolio": row,
        "edition": current,
        "issues": issues_of(row, current, request.LANGUAGE_CODE),
        "kinds": [
            {"kind": kind, "n": keyset.count(rows), "is_chosen": kind is chosen}
            for kind, rows in counted
        ],
        "most": keyset.MAX_COUNTED_ROWS,
        "chosen": chosen,
        "lists": chosen.addresses(row),
        "rows": shown.rows,
        "pager": keyset.links(shown, request.GET),
        "page_level": max((one.classification for one in shown.rows), default=0),
    }
    return render(request, "policies/portfolio.html", context)
