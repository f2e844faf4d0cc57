"""Frame of every page of one notice: the visible notice, its head, and why it is opened."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpResponseBase
from django.urls import reverse

from cases.views import frame as case_frame
from central_offices.access import purpose_on_pages, reasons
from central_offices.access.officer_request import OfficerRequest
from central_offices.directory import standing
from ledger import events
from notices import lifecycle, search
from notices.models import Notice
from notices.papers import content, layout
from notices.payload.shape import Payload
from notices.workflow.reading import owns, reads_all


def visible(request: OfficerRequest, address: str) -> Notice:
    """The notice, if the officer may see it; else 404, exactly as if there were none."""
    rows = Notice.objects.visible_to(request.user).filter(search.at(address))
    found = rows.select_related(
        "owner_office",
        "current_version",
        "author",
        "released_by",
        "reviewer",
    ).first()
    if found is None:
        raise Http404
    return found


More = ParamSpec("More")  # what else the address of a page names


def of_notice(
    view: Callable[Concatenate[OfficerRequest, Notice, More], HttpResponseBase],
) -> Callable[Concatenate[OfficerRequest, str, More], HttpResponseBase]:
    """Hand the visible notice to the view; a confidential one only once a reason was given."""

    @wraps(view)
    def with_notice(
        request: OfficerRequest, address: str, *args: More.args, **kwargs: More.kwargs
    ) -> HttpResponseBase:
        notice = visible(request, address)
        if reasons.lacks(request, notice.pk, notice.classification):
            return case_frame.ask_reason(request, notice.pk, str(notice))
        return view(request, notice, *args, **kwargs)

    return with_notice


def context(request: OfficerRequest, notice: Notice, here: str) -> dict[str, Any]:
    """The context of "notices/frame.html": head and open steps; reading it is recorded."""
    officer = request.user
    events.record(
        "notice.view",
        by=officer,
        subject=notice,
        case_id=notice.case_id if owns(officer, notice) else None,
        purpose=purpose_on_pages.purpose_of(request),
        data={"tab": here},
    )
    return {
        "notice": notice,
        "owner_gone": standing.gone(notice.owner_office),
        "here": here,
        "open": lifecycle.notice_steps.open_to(officer, notice),
        "owned": owns(officer, notice),
        "agency": officer.reviews,
        "whole": reads_all(officer, notice),
        "page_level": notice.classification,
    }


def paper(request: OfficerRequest, notice: Notice, payload: Payload) -> dict[str, Any]:
    """The paper view of a payload: labels in the reader's language, values as they stand."""
    reader = (request.LANGUAGE_CODE or "en").split("-")[0]
    sheet = content.sheet(notice, payload, second_language=reader, control=None)
    return layout.context(sheet) | {
        "reader": reader,
        "payload": payload,
        "text_language": payload.get("second_language", ""),
        "text_direction": "rtl" if payload.get("second_language") == "ar" else "ltr",
    }


def photo_url(notice: Notice, payload: Any) -> str:
    shown = (payload.get("subject") or {}).get("photos")
    return reverse("notices:photo", args=[notice.address]) if shown else ""
