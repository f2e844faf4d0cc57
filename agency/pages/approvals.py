"""Approvals: what waits for this officer as the second person, gathered from every app.

An app with something to approve has a function `waiting(officer)` that yields `Waiting` rows,
oldest first, and SQL that is true where anything may wait for somebody of the office; both are
named in SOURCES.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render

from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from central_offices.views import my_work as office_work
from exchange.views import my_work as exchange_work
from kernel import acting
from kernel.pages.waiting import Waiting
from notices.views import my_work as notice_work
from policies.views import my_work as policy_work


class Source(NamedTuple):
    """Things that wait, and whether any may: asked of all sources at once, before each page."""

    waiting: Callable[[Officer], Iterable[Waiting]]
    may_wait: str


SOURCES = [
    Source(exchange_work.waiting, exchange_work.MAY_WAIT),
    Source(exchange_work.as_deputy, exchange_work.MAY_WAIT_FOR_A_DEPUTY),
    Source(notice_work.waiting, notice_work.MAY_WAIT),
    Source(policy_work.waiting, policy_work.MAY_WAIT),
    Source(office_work.waiting, office_work.MAY_WAIT),
]


def approvals(request: OfficerRequest) -> HttpResponse:
    """List what waits for a second person, with why and by whom: the oldest first."""
    rows = sorted(
        (row for source in SOURCES for row in source.waiting(request.user)),
        key=lambda row: row.since,
    )
    level = max((row.level for row in rows), default=0)
    return render(request, "agency/approvals.html", {"rows": rows, "page_level": level})


def count(officer: Officer) -> int:
    """How many wait for the officer: the number beside the menu's entry."""
    return sum(1 for source in _with_something(officer) for _ in source.waiting(officer))


def _with_something(officer: Officer) -> list[Source]:
    """The sources in which anything may wait for somebody of the officer's office.

    A deputy office is asked about requests that it doesn't see otherwise: only whether there are
    any is read here, and the sources then say which.
    """
    asked = ", ".join(source.may_wait for source in SOURCES)
    with acting.by_a_rule("whether anything waits"), connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", {"office": officer.office_id})
        found = cursor.fetchone()
    return [source for source, may in zip(SOURCES, found, strict=True) if may]
