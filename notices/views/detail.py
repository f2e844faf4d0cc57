"""The page of one notice: the paper, and beside it state, validity, circulation, papers."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import CentralOffice, in_language
from kernel.files import stored_files
from ledger import events
from notices import reference
from notices.lifecycle import releasers
from notices.models import Circulation, Notice, Paper, Review, ReviewItem, SecondLanguage
from notices.papers import printing
from notices.payload import publicity, stated
from notices.views import frame, steps
from notices.views.drafts import task_list
from notices.views.stated import other_notices
from notices.workflow import claims, reading, receiving, warrant

STOPPED = {"SUSPENDED", "WITHDRAWN", "CANCELLED", "EXPIRED", "REFUSED"}


@frame.of_notice
def detail(request: OfficerRequest, notice: Notice) -> HttpResponse:
    """The frozen copy for everybody, the draft for its owner while it is one."""
    context = frame.context(request, notice, "notice")
    receiving.opened(notice, by=request.user)
    payload = reading.payload_for(request.user, notice)
    context |= {
        "paper": frame.paper(request, notice, payload),
        "stated": list(stated.statements(payload).values()) if context["whole"] else [],
        "other_notices": other_notices(request, notice) if context["whole"] else [],
        "photo_url": frame.photo_url(notice, payload),
        "stopped": notice.get_status_display() if notice.status in STOPPED else "",
        "why": _why(notice),
        "withdrawn_by_system": claims.told(notice, request.user),
        "kept_from_the_public": _kept_from_the_public(notice, payload) if context["owned"] else [],
        "buttons": steps.buttons(request.user, notice, context["open"]),
        "tasks": task_list(notice) if context["owned"] and "edit" in context["open"] else [],
        "decision": _decision(request, notice),
        "papers": Paper.objects.visible_to(request.user)
        .filter(notice=notice)
        .select_related("office", "asked_by")
        .order_by("-asked_at")[:10],
        "languages": SecondLanguage.choices,
        "reach": reach(request, notice),
        "may_acknowledge": receiving.may_acknowledge(request.user),
        "releasers": releasers(notice) if _waits_for_release(notice, context) else [],
        "own_row": Circulation.objects.filter(notice=notice, office=request.user.office_id).first(),
    }
    return render(request, "notices/detail.html", context)


def _commission() -> str:
    """The page that says how the Commission is reached; empty while nothing is recorded there."""
    rows = CentralOffice.objects.filter(kind=CentralOffice.Kind.COMMISSION)
    office = rows.exclude(contact_point="", emergency_phone="").first()
    return office.get_absolute_url() if office else ""


def _waits_for_release(notice: Notice, context: dict[str, Any]) -> bool:
    return notice.status == Notice.Status.NATIONAL_REVIEW and context["owned"]


@frame.of_notice
def circulated(request: OfficerRequest, notice: Notice) -> HttpResponse:
    """List of the offices that received, opened and printed it, and acknowledged its recall."""
    counted = reach(request, notice)
    if counted is None:
        raise Http404
    rows = Circulation.objects.visible_to(request.user).filter(notice=notice)
    context = frame.context(request, notice, "circulation") | {
        "rows": rows.select_related("office").order_by("office__code"),
        "reach": counted,
    }
    return render(request, "notices/circulation.html", context)


@frame.of_notice
def photo(request: OfficerRequest, notice: Notice) -> HttpResponseBase:
    """The photograph of the copy that the officer reads."""
    stored = reading.photo_for(request.user, notice)
    if stored is None:
        raise Http404
    events.record(
        "photo.view",
        by=request.user,
        subject=notice,
        purpose=purpose_on_pages.purpose_of(request),
        data={},
    )
    return stored_files.as_response(stored, inline=True)


@frame.of_notice
def warrant_copy(request: OfficerRequest, notice: Notice) -> HttpResponseBase:
    """The copy of the warrant: for the owner and the Secretariat's reviewers."""
    if not reading.owns(request.user, notice) and not request.user.reviews:
        raise Http404
    stored = warrant.copy_of(notice, reading.payload_for(request.user, notice))
    if stored is None:
        raise Http404
    events.record(
        "warrant.view",
        by=request.user,
        subject=notice,
        purpose=purpose_on_pages.purpose_of(request),
        data={},
    )
    return stored_files.as_response(stored)


@require_POST
@frame.of_notice
def ask_paper(request: OfficerRequest, notice: Notice) -> HttpResponse:
    """Have a copy printed in the officer's name."""
    language = request.POST.get("language", "")
    made = printing.ask(
        notice, by=request.user, language=language if language in SecondLanguage.values else ""
    )
    return redirect("notices:paper", made.pk)


@require_POST
@frame.of_notice
def ask_proof(request: OfficerRequest, notice: Notice) -> HttpResponse:
    """Print a draft as it stands; only its owner can."""
    if not reading.owns(request.user, notice):
        raise Http404
    return redirect("notices:paper", printing.proof(notice, by=request.user).pk)


@require_POST
@frame.of_notice
def acknowledge(request: OfficerRequest, notice: Notice) -> HttpResponse:
    receiving.acknowledge_recall(notice, by=request.user)
    messages.success(request, _("Recall acknowledged."))
    return redirect(notice)


def reach(request: OfficerRequest, notice: Notice) -> dict[str, int] | None:
    """How many offices have it, opened it, were told of the recall and acknowledged it.

    None for other offices: each knows of itself only.
    """
    whole = reading.owns(request.user, notice) or request.user.reviews
    if not whole or not notice.published_at or notice.un_reference:
        return None
    rows = Circulation.objects.visible_to(request.user).filter(notice=notice)
    return rows.aggregate(
        given=Count("pk"),
        opened=Count("pk", filter=Q(opened_at__isnull=False)),
        recalled=Count("pk", filter=Q(recalled_at__isnull=False)),
        acknowledged=Count("pk", filter=Q(recall_acknowledged_at__isnull=False)),
    )


def _kept_from_the_public(notice: Notice, payload: Any) -> list[str]:
    """Why the extract that the owner asked for is not there."""
    asked = notice.public_extract == Notice.PublicExtract.REQUESTED
    return publicity.refused(notice, payload) if asked and notice.published_at else []


def _why(notice: Notice) -> str:
    """Why it ended, in the words that every office reads."""
    sentences = reference.cancel_sentences() | reference.refusal_sentences()
    found = sentences.get(notice.end_reason)
    return in_language(found, get_language()) if found else ""


def _decision(request: OfficerRequest, notice: Notice) -> dict[str, Any] | None:
    """The latest decision of the reviewers, with what they ask for."""
    rows = Review.objects.visible_to(request.user).filter(
        notice_version__notice=notice, second=False, outcome__in=["RETURN", "REFUSE"]
    )
    review = rows.order_by("-decided_at").first()
    if review is None:
        return None
    items = ReviewItem.objects.visible_to(request.user).filter(review=review)
    asked = items.filter(result__in=["ASK", "FAIL"]).select_related("condition")
    sentences = reference.refusal_sentences()
    refused = review.outcome == Review.Outcome.REFUSE
    return {
        "review": review,
        "refused": refused,
        "may_be_drafted_anew": refused and notice.status == Notice.Status.REFUSED,
        "commission": _commission() if refused else "",
        "items": list(asked),
        "reasons": [in_language(sentences[code]) for code in review.reasons if code in sentences],
    }
