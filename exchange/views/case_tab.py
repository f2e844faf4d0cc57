"""The requests of a case: a tab, a card on its overview, and the button for a new one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import tabs
from cases.models import Case
from cases.queries import may_edit
from cases.views import frame
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from exchange.desk import lists
from exchange.models import Request
from kernel.pages import keyset

CARD_ROWS = 6


def register() -> None:
    tabs.register(tabs.Tab("requests", _("Requests"), "exchange:of_case", 30, count))
    tabs.register_card(tabs.Card("exchange/case_card.html", card, 30))
    tabs.register_action(tabs.Action(_("New request"), new_address, "n", True))


@frame.of_case
def requests(request: OfficerRequest, case: Case) -> HttpResponse:
    """Every request of the case that the officer sees, the newest first."""
    rows = _rows(request.user, case)
    page = keyset.asked(rows, request.GET)
    lists.summarise(request.user, page.rows)
    level = max([case.classification, *[row.classification for row in page.rows]])
    context = frame.context(request, case, here="requests")
    context |= {"page": page, "pager": keyset.links(page, request.GET), "page_level": level}
    return render(request, "exchange/of_case.html", context)


def count(officer: Officer, case: Case) -> int:
    """How many there are, at most 1000; asked only where the card does not have them all."""
    newest = _newest(officer, case)
    return len(newest) if len(newest) <= CARD_ROWS else int(_rows(officer, case)[:1000].count())


def card(officer: Officer, case: Case) -> dict[str, Any] | None:
    """The newest few; absent while there are none and none can be made."""
    rows, new = _newest(officer, case)[:CARD_ROWS], new_address(officer, case)
    if not rows and not new:
        return None
    lists.summarise(officer, rows)
    return {"rows": rows, "case": case, "new": new}


def new_address(officer: Officer, case: Case) -> str:
    """Where a new request from this case begins; empty where the officer may not send."""
    if not may_edit(officer, case):
        return ""
    return f"{reverse('exchange:types')}?case={case.reference}"


def _newest(officer: Officer, case: Case) -> list[Any]:
    """The newest few, and one more if there is one."""

    def read() -> list[Any]:
        return list(_rows(officer, case).order_by("-created_at", "-pk")[: CARD_ROWS + 1])

    return tabs.once(case, "requests", read)


def _rows(officer: Officer, case: Case) -> Any:
    rows = Request.objects.visible_to(officer).as_shown_to(officer).filter(case=case)
    rows = rows.exclude(status="DISCARDED")
    return rows.select_related("type", "owner_office", "created_by")
