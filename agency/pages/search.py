"""Search everywhere: one box, results by kind, an exact reference first.

Every part asks its own `visible_to`; what may not be seen is neither listed nor counted.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cases.models import Case, NameKey, Subject
from cases.names import score
from cases.search import finding
from cases.search import persons_and_cases as case_search
from cases.views.lists import ask_purpose
from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import CentralOffice, Officer
from exchange.models import Request
from ledger import events
from notices.models import Notice

MAX_ROWS_PER_PART = 8
REFERENCE = re.compile(r"^(R-)?[A-Z]{2,8}-\d{4}-\d+$|^\d{4}[/-]\d+$|^[A-Z]{2}[ei]\.\d+$", re.I)


class Result(NamedTuple):
    """One line of the results: a link, its reference, what it is about, and its level."""

    url: str
    title: str
    reference: str = ""
    note: str = ""
    obj: object = None


class Part(NamedTuple):
    title: object
    icon: str
    find: Callable[[Officer, str], Iterable[Result]]


def search(request: OfficerRequest) -> HttpResponse:
    """GET /search?q=…; a name is searched for a purpose, a reference or an office without."""
    text = request.GET.get("q", "").strip()[:200]
    if text and not REFERENCE.match(text) and not purpose_on_pages.said(request):
        return ask_purpose(request)
    found = [(part, list(part.find(request.user, text))) for part in PARTS] if text else []
    if text:
        events.record(
            "search.everywhere",
            by=request.user,
            purpose=purpose_on_pages.purpose_of(request),
            data={"results": sum(len(rows) for _part, rows in found)},
            detail={"text": text},
        )
    level = [getattr(row.obj, "classification", 0) for _part, rows in found for row in rows]
    context = {"q": text, "found": [f for f in found if f[1]], "page_level": max(level, default=0)}
    return render(request, "agency/search.html", context)


def _cases(officer: Officer, text: str) -> Iterable[Result]:
    rows = Case.objects.visible_to(officer).select_related("owner_office")
    page = finding.typed(officer, rows, text, size=MAX_ROWS_PER_PART)
    for case in page.rows:
        match = page.matches.get(case.pk)
        note = match.name if match else str(case.owner_office)
        yield Result(f"/cases/{case.reference}/", case.title, case.reference, note, case)


def _persons(officer: Officer, text: str) -> Iterable[Result]:
    found = {one.subject: one for one in case_search.persons(officer, text)[:MAX_ROWS_PER_PART]}
    rows = Subject.objects.visible_to(officer).filter(pk__in=found).prefetch_related("identities")
    for subject in sorted(rows, key=lambda row: -found[row.pk].score):
        name = found[subject.pk].name
        note = "" if name == subject.main_name else name
        yield Result(f"/persons/{subject.pk}/", subject.main_name, "", note)


def _notices(officer: Officer, text: str) -> Iterable[Result]:
    rows = Notice.objects.visible_to(officer).select_related("owner_office")
    reference = text.replace("-", "/") if text[:4].isdecimal() else text
    exact = Q(reference__iexact=reference) | Q(un_reference__iexact=text)
    named = _named_notices(rows, text)
    shown = [
        *rows.filter(exact)[:MAX_ROWS_PER_PART],
        *(row for row in rows.filter(pk__in=named)[:MAX_ROWS_PER_PART]),
    ]
    for notice in shown[:MAX_ROWS_PER_PART]:
        note = named.get(notice.pk, "")
        yield Result(f"/notices/{notice.address}/", str(notice.title), str(notice), note, notice)


def _named_notices(rows: Any, text: str) -> dict[Any, str]:
    """Notices whose frozen copy bears a name like the text, and under which name."""
    keys = case_search.keys_for(text)
    if not keys:
        return {}
    names = NameKey.objects.filter(notice__in=rows.values("pk"), keys__overlap=keys)
    best: dict[Any, tuple[str, float]] = {}
    for notice, name in names.values_list("notice", "name")[:400]:
        likeness = score(text, name, partial=True)
        if likeness >= case_search.ALIKE and likeness > best.get(notice, ("", 0))[1]:
            best[notice] = (name, likeness)
    ranked = sorted(best.items(), key=lambda item: -item[1][1])[:MAX_ROWS_PER_PART]
    return {notice: name for notice, (name, _likeness) in ranked}


def _requests(officer: Officer, text: str) -> Iterable[Result]:
    rows = Request.objects.visible_to(officer).select_related("owner_office")
    wanted = Q(reference__iexact=text)
    if not REFERENCE.match(text) and len(text) > 2:
        wanted |= Q(title__icontains=text)
    for row in rows.filter(wanted).order_by("-created_at")[:MAX_ROWS_PER_PART]:
        yield Result(
            f"/requests/{row.reference}/", row.title, row.reference, str(row.owner_office), row
        )


def _offices(officer: Officer, text: str) -> Iterable[Result]:
    word = text.casefold()
    for office in CentralOffice.objects.visible_to(officer).select_related("jurisdiction"):
        names = [office.code, office.city, *office.names.values()]
        if any(name.casefold().startswith(word) for name in names):
            yield Result(f"/offices/{office.code}/", str(office), office.code, office.city)


PARTS = [
    Part(_("Cases"), "case", _cases),
    Part(_("Persons"), "user", _persons),
    Part(_("Notices"), "notice", _notices),
    Part(_("Requests"), "send", _requests),
    Part(_("Offices"), "building", _offices),
]
