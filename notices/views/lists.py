"""The list of notices, and the queue of the Secretariat's reviewers."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.views import lists as case_lists
from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from kernel.pages import keyset
from kernel.pages.waiting import Item
from kernel.values.text import searched
from ledger import events
from notices import search
from notices.api.filters import NoticeFilter
from notices.models import Colour, Notice, Review
from notices.queries import NoticeQuerySet
from notices.views import objections

VIEWS = {
    "force": gettext_lazy("Of offices, in force"),
    "un": gettext_lazy("United Nations list"),
    "office": gettext_lazy("Asked by my office"),
    "all": gettext_lazy("All I may see"),
}
MAX_NOTICES_FOUND = 50
BY_UN_REFERENCE = keyset.Order("un_reference", is_falling=False)
# What else waits for the Secretariat's reviewers, from the apps above.
also_to_review: list[Callable[[Officer], list[Item]]] = []


def notice_list(request: OfficerRequest) -> HttpResponse:
    """Notices that the officer may see: by name or reference, kind, state, office, portfolio."""
    NoticeFilter.keep_known(request)
    text, view = searched(request.GET.get("q", "")[:200]), _view(request)
    if text and not (purpose_on_pages.said(request) or search.REFERENCE.match(text)):
        return case_lists.ask_purpose(request)
    seen = Notice.objects.visible_to(request.user).exclude(status=Notice.Status.DELETED)
    narrowed = NoticeFilter(request.GET, queryset=seen, request=request)
    rows = _in_view(narrowed.qs, view, request.user, by_colour=bool(request.GET.get("colour")))
    rows = rows.select_related("owner_office")
    page = _page(request, rows, text, view)
    _record(request, page, text, view)
    context = {
        "page": page,
        "pager": keyset.links(page, request.GET),
        "count_words": count_words(page),
        "filter": narrowed,
        "chips": case_lists.chips(request, narrowed.form),
        "view": view,
        "views": VIEWS,
        "q": text,
        "page_level": max((row.classification for row in page.rows), default=0),
    }
    return render(request, "notices/list.html", context)


def review_queue(request: OfficerRequest) -> HttpResponse:
    """List of what waits for a reviewer, the longest waiting first, and what was decided last."""
    if not request.user.reviews:
        return render(request, "404.html", status=404)
    rows = Notice.objects.to_review(request.user).select_related("owner_office", "reviewer")
    waiting = list(rows.order_by("requested_at")[:200])
    decided = Review.objects.visible_to(request.user).filter(decided_at__isnull=False)
    context = {
        "also": [
            *objections.items(request.user),
            *[item for source in also_to_review for item in source(request.user)],
        ],
        "free": [row for row in waiting if row.status == Notice.Status.REQUESTED],
        "mine": [row for row in waiting if row.reviewer_id == request.user.pk],
        "others": [
            row
            for row in waiting
            if row.status == Notice.Status.UNDER_REVIEW and row.reviewer_id != request.user.pk
        ],
        "decided": decided.select_related("notice_version__notice__owner_office", "reviewer")
        .exclude(outcome=Review.Outcome.GIVEN_UP)
        .order_by("-decided_at")[:10],
        "page_level": max((row.classification for row in waiting), default=0),
    }
    return render(request, "notices/review_queue.html", context)


def _view(request: OfficerRequest) -> str:
    view = request.GET.get("view", "")
    if view in VIEWS:
        return view
    return "all" if request.GET.get("q") or request.GET.getlist("status") else "force"


def _in_view(
    rows: NoticeQuerySet[Notice], view: str, officer: Officer, *, by_colour: bool
) -> NoticeQuerySet[Notice]:
    """The rows of one tab. The UN's hundreds don't bury the offices' few: they have their own."""
    if view == "office":
        return rows.filter(owner_office=officer.office_id)
    if view == "un":
        return rows.in_force().filter(colour=Colour.UN)
    if view == "force":
        return rows.in_force() if by_colour else rows.in_force().exclude(colour=Colour.UN)
    return rows


def _page(
    request: OfficerRequest, rows: NoticeQuerySet[Notice], text: str, view: str
) -> keyset.Page[Notice]:
    if text:
        found = search.typed(request.user, rows, text)
        return keyset.Page(found[:MAX_NOTICES_FOUND], count=len(found))
    if view == "un":
        return keyset.asked(rows, request.GET, BY_UN_REFERENCE)
    return keyset.asked(rows, request.GET)


def count_words(page: keyset.Page[Any]) -> str:
    """How many notices a list has, in words."""
    if page.is_capped:
        return _("more than %(n)d notices") % {"n": page.count}
    return ngettext("%(n)d notice", "%(n)d notices", page.count) % {"n": page.count}


def _record(request: OfficerRequest, page: keyset.Page[Notice], text: str, view: str) -> None:
    criteria = {key: request.GET.getlist(key) for key in request.GET if key not in {"q", "page"}}
    events.record(
        "notice.search" if text else "notice.list",
        by=request.user,
        purpose=purpose_on_pages.purpose_of(request),
        data={"view": view, **keyset.known(page)},
        detail={"q": text, "criteria": criteria} if text or criteria else None,
    )
