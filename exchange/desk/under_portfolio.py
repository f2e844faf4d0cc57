"""Requests under a portfolio, as far as an officer sees them: see `RequestQuerySet.about`."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from central_offices.models import Officer
from exchange.models import Request
from policies import under
from policies.models import Portfolio


def register() -> None:
    """Called once, when the apps are ready."""
    template, page = "exchange/under_portfolio.html", "exchange:list"
    lists = (
        (_("To us"), page, "tab=to_us&"),
        (_("From us"), page, "tab=from_us&"),
        (_("Drafts"), page, "tab=drafts&"),
    )
    under.add(under.Under("requests", _("Requests"), rows, template, 30, lists))


def rows(officer: Officer, portfolio: Portfolio) -> QuerySet[Any]:
    """The requests, with what a line of a table shows of each."""
    seen = Request.objects.visible_to(officer).exclude(status=Request.Status.DISCARDED)
    return seen.about(officer, portfolios=[portfolio.code]).select_related("owner_office", "type")
