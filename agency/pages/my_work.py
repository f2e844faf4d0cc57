"""My work: what waits for this officer, gathered from every app that has something to say.

Each app with work to show has `views/my_work.py` with `sections(officer)`: (title, items) pairs,
the most pressing item first, at most about ten.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from central_offices.access.officer_request import OfficerRequest
from central_offices.views import my_work as office_work
from exchange.views import my_work as exchange_work
from notices.views import my_work as notice_work

SOURCES: list[Any] = [exchange_work, notice_work, office_work]


def my_work(request: OfficerRequest) -> HttpResponse:
    sections = [part for source in SOURCES for part in source.sections(request.user) if part[1]]
    return render(request, "agency/my_work.html", {"sections": sections})
