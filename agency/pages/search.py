"""Search everywhere: one box, results by kind, an exact reference first.

Every app finds its own rows through `visible_to`; what may not be seen is neither listed nor
counted. This page only gathers.
"""

import re

from django.http import HttpResponse
from django.shortcuts import render

from cases.search import everywhere
from cases.views.lists import ask_purpose
from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from central_offices.directory import search as offices
from exchange import search as requests
from kernel.values.text import searched
from ledger import events
from notices import search as notices

MAX_TEXT_CHARACTERS = 200
REFERENCE = re.compile(r"^(R-)?[A-Z]{2,8}-\d{4}-\d+$|^\d{4}[/-]\d+$|^[A-Z]{2}[ei]\.\d+$", re.I)
APPS = (everywhere.found, notices.found, requests.found, offices.found)


def search(request: OfficerRequest) -> HttpResponse:
    """GET /search?q=…; a name is searched for a purpose, a reference or an office without."""
    text = searched(request.GET.get("q", "")[:MAX_TEXT_CHARACTERS])
    if text and not REFERENCE.match(text) and not purpose_on_pages.said(request):
        return ask_purpose(request)
    parts = [part for found in APPS for part in found(request.user, text)] if text else []
    results = [result for part in parts for result in part.results]
    if text:
        events.record(
            "search.everywhere",
            by=request.user,
            purpose=purpose_on_pages.purpose_of(request),
            data={"results": len(results)},
            detail={"text": text},
        )
    level = max((result.classification for result in results), default=0)
    found = [part for part in parts if part.results]
    return render(request, "agency/search.html", {"q": text, "found": found, "page_level": level})
