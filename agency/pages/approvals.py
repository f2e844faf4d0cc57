"""Approvals: what waits for this officer as the second person, gathered from every app.

An app with something to approve has a function `waiting(officer)` that yields `Waiting` rows,
oldest first; it is named in SOURCES.
"""

from collections.abc import Callable, Iterable

from django.http import HttpResponse
from django.shortcuts import render

from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from central_offices.views import my_work as office_work
from exchange.views import my_work as exchange_work
from kernel.pages.waiting import Waiting
from notices.views import my_work as notice_work
from policies.views import my_work as policy_work

SOURCES: list[Callable[[Officer], Iterable[Waiting]]] = [
    exchange_work.waiting,
    exchange_work.as_deputy,
    notice_work.waiting,
    policy_work.waiting,
    office_work.waiting,
]


def approvals(request: OfficerRequest) -> HttpResponse:
    """List what waits for a second person, with why and by whom: the oldest first."""
    rows = sorted(
        (row for source in SOURCES for row in source(request.user)), key=lambda row: row.since
    )
    level = max((row.level for row in rows), default=0)
    return render(request, "agency/approvals.html", {"rows": rows, "page_level": level})


def count(officer: Officer) -> int:
    return sum(1 for source in SOURCES for _ in source(officer))
