"""The list of cases: saved views, facets, what was typed, and why it is searched."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from cases.models import Case
from cases.search import finding
from cases.search.filters import CaseFilter
from cases.views import rows
from central_offices.access import purpose_on_pages
from central_offices.models import Purpose
from ledger import events

VIEWS = {
    "mine": gettext_lazy("Mine"),
    "office": gettext_lazy("My office"),
    "all": gettext_lazy("All I may see"),
}


def case_list(request: HttpRequest) -> HttpResponse:
    """Cases that the officer may see, newest first, or the best matches first."""
    text, view = purpose_on_pages.typed(request), _view(request)
    narrowed = CaseFilter(request.GET, queryset=Case.objects.visible_to(request.user))
    if text and not (purpose_on_pages.said(request) or finding.is_reference(text)):
        return ask_purpose(request)
    page = _page(request, _in_view(narrowed.qs, view, request.user), text)
    _record(request, page, text, view)
    context = {
        "page": page,
        "rows": rows.of(page, ZoneInfo(request.user.zone)),
        "pager": pager(request, page),
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


def ask_purpose(request: HttpRequest) -> HttpResponse:
    """Ask once per search session why it is searched; what was typed is kept."""
    context = {"purposes": Purpose.choices, "next": request.get_full_path(), "page_level": 0}
    return render(request, "cases/purpose.html", context)


@require_POST
def give_purpose(request: HttpRequest) -> HttpResponse:
    code, back = request.POST.get("purpose", ""), request.POST.get("next", "")
    if code in Purpose.values:
        purpose_on_pages.remember(request, code)
    return redirect(
        back if back.startswith(("/cases/", "/persons/", "/notices/", "/search")) else "cases:list"
    )


def count_words(page: finding.Page) -> str:
    if page.is_capped:
        return _("more than 10,000 cases")
    return ngettext("%(n)d case", "%(n)d cases", page.count) % {"n": page.count}


def chips(request: HttpRequest, form) -> list[dict]:
    """What narrows the list now, each with the address that takes it away."""
    shown = []
    for name, field in form.fields.items():
        labels = dict(getattr(field, "choices", None) or [])
        for value in request.GET.getlist(name):
            if value:
                label = labels.get(value) or labels.get(_number(value)) or value
                text = f"{field.label}: {label}"
                shown.append({"text": text, "url": _without(request, name, value)})
    return shown


def _view(request: HttpRequest) -> str:
    view = request.GET.get("view", "")
    return view if view in VIEWS else "all" if request.GET.get("q") else "office"


def _in_view(rows, view: str, officer):
    if view == "mine":
        return rows.filter(lead_officer=officer)
    return rows.filter(owner_office=officer.office_id) if view == "office" else rows


def _page(request: HttpRequest, wanted, text: str) -> finding.Page:
    cursor = request.GET.get("page", "")
    try:
        if text:
            return finding.typed(request.user, wanted, text, cursor, shape=rows.lean)
        return finding.page(wanted, cursor, shape=rows.lean)
    except finding.BadCursor:
        return finding.page(wanted, shape=rows.lean)


def _record(request: HttpRequest, page: finding.Page, text: str, view: str) -> None:
    criteria = purpose_on_pages.asked(request)
    events.record(
        "case.search" if text else "case.list",
        by=request.user,
        purpose=purpose_on_pages.purpose_of(request),
        data={"view": view, "count": page.count, "shown": [str(row.pk) for row in page.rows]},
        detail={"criteria": criteria} if criteria else None,
    )


def pager(request: HttpRequest, page: finding.Page) -> dict:
    def address(cursor: str) -> str:
        query = request.GET.copy()
        query["page"] = cursor
        return f"?{query.urlencode()}" if cursor else ""

    return {"next": address(page.next), "previous": address(page.previous)}


def _without(request: HttpRequest, name: str, value: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query.setlist(name, [other for other in query.getlist(name) if other != value])
    return f"{reverse('cases:list')}?{query.urlencode()}"


def _number(value: str) -> int | None:
    return int(value) if value.isdecimal() else None
