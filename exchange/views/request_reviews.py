"""Requests under review: the reviewers' pages, and what everybody else reads of a review."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases.safeguards import decisions
from central_offices import roles
from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer, Role
from exchange.forms import request_reviews
from exchange.models import Request, RequestReview
from exchange.requests import reviewing, visibility
from exchange.review_lifecycle import review_steps
from exchange.views.reasons import reason_page
from kernel import acting
from kernel.forms.carrying_out import carried_out, status_of
from kernel.pages.waiting import Item
from ledger import events
from ledger.models import Event
from notices.models import SafeguardRule
from notices.models.refusal_reasons import RefusalReason
from notices.refusals import register, rules
from notices.refusals.register import Shown

MAX_ITEMS_SHOWN = 50


class Page(NamedTuple):
    """A decision: its form, its verb, and what is said when it was taken."""

    form: type[Any]
    take: Callable[..., None]
    done: Any


PAGES: dict[str, Page] = {
    "release": Page(request_reviews.ReleaseForm, reviewing.release, gettext_lazy("Released.")),
    "propose": Page(
        request_reviews.RefuseForm,
        reviewing.propose,
        gettext_lazy("Passed on to the second reviewer."),
    ),
    "refuse": Page(request_reviews.ConfirmForm, reviewing.refuse, gettext_lazy("Refused.")),
    "disagree": Page(
        request_reviews.DisagreeForm,
        reviewing.disagree,
        gettext_lazy("It waits for a reviewer again."),
    ),
}
HISTORY = {
    "requestreview.propose": gettext_lazy("Refusal proposed"),
    "requestreview.disagree": gettext_lazy("Refusal not confirmed"),
    "requestreview.release": gettext_lazy("Released"),
    "requestreview.refuse": gettext_lazy("Refused"),
    "requestreview.withdraw": gettext_lazy("Withdrawn by the office"),
    "requestreview.tell_head": gettext_lazy("Time over: the head was told"),
}


def items(officer: Officer) -> list[Item]:
    """Requests that wait for the Secretariat's reviewers, the nearest end of a clock first."""
    rows = RequestReview.objects.visible_to(officer).open()
    rows = rows.select_related("request__owner_office", "request__type")
    return [
        Item(
            "shield",
            row.request.title,
            reverse("exchange:review", args=[row.pk]),
            f"{row.request.reference} · {row.request.type} · {row.request.owner_office}"
            f" · {row.get_status_display()}",
            row.due_at,
            row.began_at,
        )
        for row in rows.order_by("due_at")[:MAX_ITEMS_SHOWN]
    ]


def count(officer: Officer) -> int:
    """How many requests wait for a reviewer."""
    return RequestReview.objects.visible_to(officer).open().count()


def late(officer: Officer) -> list[Item]:
    """Reviews whose time is over, for the head of the Secretariat: never their content.

    Where it has no head, those who administer read them: nothing is late before nobody.
    """
    if not officer.office.is_secretariat or not officer.has_role(Role.HEAD, Role.ADMINISTRATOR):
        return []
    if not officer.has_role(Role.HEAD) and roles.with_role(officer.office, Role.HEAD).exists():
        return []
    rows = RequestReview.objects.open().exclude(told_at=None)
    rows = rows.select_related("request__owner_office").order_by("due_at")[:10]
    with acting.by_a_rule("which reviews are late"):
        found = list(rows)
    words = _("The review of a request from %(office)s is late")
    return [
        Item(
            "alert",
            words % {"office": row.request.owner_office},
            reverse("central_offices:detail", args=[row.request.owner_office.code]),
            row.request.reference,
            row.due_at,
            row.began_at,
        )
        for row in found
    ]


def page(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """The request as it would leave, why it is here, and what may be decided."""
    review = _visible(request.user, pk)
    if page := reason_page(request, review.request):
        return page
    return _shown(request, review)


@require_POST
def decide(request: OfficerRequest, pk: UUID, name: str) -> HttpResponse:
    """Release it, propose to refuse it, confirm that or not."""
    review = _visible(request.user, pk)
    if name not in PAGES:
        raise Http404
    chosen = PAGES[name]
    form = chosen.form(request.POST, auto_id=_ids(name))

    def take() -> str:
        chosen.take(review, by=request.user, **form.given)
        return reverse("exchange:review", args=[review.pk])

    if answer := carried_out(request, form, take, done=chosen.done):
        return answer
    return _shown(request, review, name, form)


def _visible(officer: Officer, pk: UUID) -> RequestReview:
    rows = RequestReview.objects.visible_to(officer).select_related(
        "request__type", "request__owner_office", "first_reviewer", "decided_by"
    )
    found: RequestReview = get_object_or_404(rows, pk=pk)
    return found


def _ids(name: str) -> str:
    """Several forms stand on one page: each has ids of its own."""
    return f"{name}_%s"


def _shown(
    request: OfficerRequest,
    review: RequestReview,
    name: str = "",
    form: Any = None,
) -> HttpResponse:
    row, officer = review.request, request.user
    events.record(
        "request.view",
        by=officer,
        subject=row,
        purpose=purpose_on_pages.purpose_of(request),
        data={"review": str(review.pk)},
    )
    initial = {"version": review.version}
    shown_forms = {key: one.form(initial=initial, auto_id=_ids(key)) for key, one in PAGES.items()}
    shown_forms |= {name: form} if name else {}
    told = Event.objects.filter(subject_id=review.pk, verb__in=HISTORY).select_related("actor")
    with acting.by_a_rule("what happened in a review"):
        steps = list(told.order_by("at", "id"))
    context = {
        "review": review,
        "row": row,
        "offices": visibility.addressed(row),
        "refusals": register.shown(reviewing.hits(row), officer),
        "limit": rules.number(SafeguardRule.Code.OFFICES_WITHOUT_REVIEW),
        "because": [RequestReview.Because(code).label for code in review.because],
        "grounds": [RefusalReason(code).label for code in review.reasons],
        "steps": review_steps.open_to(officer, review),
        "forms": shown_forms,
        "names": row.attachments.values_list("file__original_name", flat=True),
        "history": [(event, HISTORY[event.verb]) for event in steps],
        "page_level": row.classification,
    }
    return render(request, "exchange/review.html", context, status=status_of(form) if form else 200)


def sources(keys: list[UUID], officer: Officer) -> dict[UUID, Shown]:
    """Refused requests as the sources of refusals, for reviewers who may read them."""
    rows = RequestReview.objects.visible_to(officer).filter(request__in=keys)
    return {
        row.request_id: Shown(
            title=row.request.title,
            reference=f"{row.request.reference} · {row.request.owner_office}",
            url=reverse("exchange:review", args=[row.pk]),
            grounds=tuple(str(RefusalReason(code).label) for code in row.reasons),
        )
        for row in rows.select_related("request__owner_office")
    }


def shown(ids: Collection[UUID]) -> dict[UUID, decisions.Shown]:
    """Requests as the Commission finds them among the grounds."""
    return {
        row.pk: decisions.Shown(
            row.reference,
            reverse("exchange:detail", args=[row.reference]),
            str(row.get_status_display()),
        )
        for row in Request._base_manager.filter(pk__in=ids)
    }


def note_for(request: Request, officer: Officer) -> dict[str, Any]:
    """Context for the page of a request: its review, as far as the officer may know it."""
    found = reviewing.standing(request, officer)
    if found is None:
        return {"standing": None}
    return {
        "standing": found,
        "grounds": [RefusalReason(code).label for code in found.grounds],
    }
