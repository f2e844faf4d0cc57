"""The list of cases: saved views, facets, what was typed, and why it is searched."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from cases.models import Case
from cases.queries import CaseQuerySet
from cases.search import finding
from cases.search.filters import CaseFilter
from cases.views import rows
from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer, Purpose
from kernel.forms.shown_again import offer_choices
from kernel.pages import keyset
from kernel.pages.next_address import next_address
from ledger import events
from policies import tags

VIEWS = {
    "mine": gettext_lazy("Mine"),
    "office": gettext_lazy("My office"),
    "all": gettext_lazy("All I may see"),
}


def case_list(request: OfficerRequest) -> HttpResponse:
    """Cases that the officer may see, newest first, or the best matches first."""
    CaseFilter.keep_known(request)
    text, view = purpose_on_pages.typed(request), _view(request)
    narrowed = CaseFilter(
        request.GET, queryset=Case.objects.visible_to(request.user), request=request
    )
    offer_choices(narrowed.form, "tag", tags.choices())
    if text and not (purpose_on_pages.said(request) or finding.is_reference(text)):
        return ask_purpose(request)
    page = _page(request, _in_view(narrowed.qs, view, request.user), text)
    _record(request, page, text, view)
    context = {
        "page": page,
        "rows": rows.table_rows(page, ZoneInfo(request.user.zone)),
        "pager": keyset.links(page, request.GET),
        "count_words": count_words(page),
        "filter": narrowed,
        "chips": chips(request, narrowed.form),
        "view": view,
        "views": VIEWS,
        "q": text,
        "may_file": request.user.may("file_case", request.user.office),
        "page_level": max((row.classification for row in page.rows), default=0),
    }
    return render(request, "cases/list.html", context)


def ask_purpose(request: OfficerRequest) -> HttpResponse:
    """Ask once per search session why it is searched; what was typed is kept."""
    context = {"purposes": Purpose.choices, "next": request.get_full_path(), "page_level": 0}
    return render(request, "cases/purpose.html", context)


@require_POST
def give_purpose(request: OfficerRequest) -> HttpResponse:
    """Keep the purpose for this search session, and go on to what was searched for."""
    code = request.POST.get("purpose", "")
    if code in Purpose.values:
        purpose_on_pages.remember(request, code)
    return redirect(next_address(request, otherwise=reverse("cases:list")))


def count_words(page: keyset.Page[Any]) -> str:
    if page.is_capped:
        return _("more than %(n)d cases") % {"n": page.count}
    return ngettext("%(n)d case", "%(n)d cases", page.count) % {"n": page.count}


def chips(request: OfficerRequest, form: forms.Form) -> list[dict[str, Any]]:
    """The filters that narrow the list now, each with the address that takes it away.

    What is not on offer narrows nothing: the form says so.
    """
    shown = []
    for name, field in form.fields.items():
        labels = {str(value): words for value, words in getattr(field, "choices", None) or []}
        for value in request.GET.getlist(name):
            if value and (value in labels or not labels):
                text = f"{field.label}: {labels.get(value, value)}"
                shown.append({"text": text, "url": _without(request, name, value)})
    return shown


def _view(request: OfficerRequest) -> str:
    view = request.GET.get("view", "")
    return view if view in VIEWS else "all" if request.GET.get("q") else "office"


def _in_view(rows: CaseQuerySet[Case], view: str, officer: Officer) -> CaseQuerySet[Case]:
    if view == "mine":
        return rows.filter(lead_officer=officer)
    return rows.filter(owner_office=officer.office_id) if view == "office" else rows


def _page(request: OfficerRequest, wanted: CaseQuerySet[Case], text: str) -> keyset.Page[Any]:
    cursor = request.GET.get("page", "")
    if not text:
        return keyset.asked(wanted, request.GET, shape=rows.lean)
    try:
        return finding.typed(request.user, wanted, text, cursor, shape=rows.lean)
    except keyset.BadCursor:
        return finding.typed(request.user, wanted, text, shape=rows.lean)


def _record(request: OfficerRequest, page: keyset.Page[Any], text: str, view: str) -> None:
    criteria = purpose_on_pages.asked(request)
    events.record(
        "case.search" if text else "case.list",
        by=request.user,
        purpose=purpose_on_pages.purpose_of(request),
        data={"view": view, **keyset.known(page)},
        detail={"criteria": criteria} if criteria else None,
    )


def _without(request: OfficerRequest, name: str, value: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query.setlist(name, [other for other in query.getlist(name) if other != value])
    return f"{request.path}?{query.urlencode()}"
