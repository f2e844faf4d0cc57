"""Requests under a portfolio: those that an officer sees, of cases that the officer sees too.

A request says nothing of portfolios, and whoever is asked does not learn those of a hidden case.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from central_offices.models import Officer
from exchange.models import Request
from policies import under
from policies.models import Portfolio


def register() -> None:
    """Called once, when the apps are ready."""
    under.add(under.Under("requests", _("Requests"), rows, "exchange/under_portfolio.html", 30))


def rows(officer: Officer, portfolio: Portfolio) -> QuerySet[Any]:
    """The requests, with what a line of a table shows of each."""
    cases: Any = portfolio
    seen = Request.objects.visible_to(officer).exclude(status=Request.Status.DISCARDED)
    seen = seen.filter(case__in=cases.cases.visible_to(officer))
    return seen.select_related("owner_office", "type")
