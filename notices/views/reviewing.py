"""The review page: the paper, and beside it the check-list with what the rules say."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from central_offices.access.officer_request import OfficerRequest
from kernel.forms.carrying_out import carried_out, refusal_on, status_of
from kernel.forms.numbers import typed_number
from notices.forms import steps
from notices.models import Notice, Review, ReviewItem
from notices.refusals import register
from notices.views import frame, stated
from notices.views.steps import state_words
from notices.workflow import reading, reviewing

RESULTS = ReviewItem.Result.values


@frame.of_notice
def page(request: OfficerRequest, notice: Notice) -> HttpResponse:
    """The check-list; posting it keeps the answers."""
    if not request.user.reviews or reviewing.first_review(notice) is None:
        raise Http404
    if request.method == "POST":
        return _keep(request, notice)
    return show(request, notice)


def _keep(request: OfficerRequest, notice: Notice) -> HttpResponse:
    """Keep the answers, and go on to the decision whose button was pressed."""
    items = reviewing.open_review(notice).items.all()
    answers = {
        item.pk: (_result(request, item), request.POST.get(f"comment-{item.pk}", "")[:4000])
        for item in items
    }
    version = typed_number(request.POST.get("version", ""))
    reviewing.answer(notice, answers, by=request.user, version=version)
    wanted = request.POST.get("then", "")
    if wanted in DECISIONS:
        return redirect("notices:decide", notice.address, wanted)
    messages.success(request, _("Answers kept."))
    return redirect("notices:review", notice.address)


def _result(request: OfficerRequest, item: ReviewItem) -> str:
    given = request.POST.get(f"result-{item.pk}", "")
    return given if given in RESULTS else ""


def show(request: OfficerRequest, notice: Notice) -> HttpResponse:
    """The review page as it stands."""
    context = frame.context(request, notice, "review")
    payload = reading.payload_for(request.user, notice)
    first = reviewing.first_review(notice)
    assert first is not None
    stopping = dict(reviewing.unmet(first))
    items = list(first.items.select_related("condition"))
    said = stated.for_reviewer(request, notice, payload, [item.condition.code for item in items])
    rows = [(item, stopping.get(item, ""), said["beside"][item.condition.code]) for item in items]
    context |= said | {
        "paper": frame.paper(request, notice, payload),
        "photo_url": frame.photo_url(notice, payload),
        "review": first,
        "items": items,
        "to_judge": [row for row in rows if not _by_rule(row[0])],
        "by_rule": [row for row in rows if _by_rule(row[0])],
        "answered": sum(1 for item in items if item.result),
        "stopping": len(stopping),
        "second_because": [BECAUSE[code] for code in reviewing.second_needed(notice)],
        "mine": "answer" in context["open"],
        "confirming": first.outcome and "publish" in context["open"],
        "earlier": earlier(request, notice, first),
        "refusals": register.shown(register.of_notice(notice, payload), request.user),
        "warrant": (payload.get("proceeding") or {}).get("warrant", {}).get("copy_sha256"),
        "confirm_form": steps.ConfirmForm(
            initial={"version": notice.version, "sha256": first.sha256}
        ),
        "disagree_form": steps.DisagreeForm(),
    }
    return render(request, "notices/review.html", context)


def _by_rule(item: ReviewItem) -> bool:
    """Whether the rule passes it and the reviewer did not say otherwise."""
    passes = ReviewItem.Result.PASS
    return item.automatic == passes and item.result in {passes, ""}


@frame.of_notice
def decide(request: OfficerRequest, notice: Notice, outcome: str) -> HttpResponse:
    """Publish, return or refuse: asked once more, with what it needs."""
    if outcome not in DECISIONS or not request.user.reviews:
        raise Http404
    form_class, verb, label = DECISIONS[outcome]
    form = form_class(request.POST or None, initial=_initial(notice, outcome))

    def take() -> str:
        verb(notice, by=request.user, **form.given)
        messages.success(request, _outcome_words(notice))
        return notice.get_absolute_url()

    if answer := carried_out(request, form, take):
        return answer
    context = frame.context(request, notice, outcome) | {
        "form": form,
        "label": label,
        "asks_proof": outcome == "publish",
        "missing": getattr(refusal_on(form), "missing", []),
        "second_because": [BECAUSE[code] for code in reviewing.second_needed(notice)],
    }
    return render(request, "notices/decide.html", context, status=status_of(form))


@require_POST
@frame.of_notice
def confirm(request: OfficerRequest, notice: Notice) -> HttpResponse:
    """The second reviewer confirms what the first decided."""
    form = steps.ConfirmForm(request.POST)
    if not form.is_valid():
        return redirect("notices:review", notice.address)
    reviewing.confirm(notice, by=request.user, **form.given)
    messages.success(request, _outcome_words(notice))
    return redirect(notice)


@require_POST
@frame.of_notice
def disagree(request: OfficerRequest, notice: Notice) -> HttpResponse:
    form = steps.DisagreeForm(request.POST)
    explanation = request.POST.get("explanation", "") if not form.is_valid() else ""
    reviewing.disagree(
        notice, by=request.user, explanation=form.cleaned_data.get("explanation", explanation)
    )
    messages.success(request, _("Sent back to the queue for a new review."))
    return redirect(notice)


def earlier(request: OfficerRequest, notice: Notice, current: Review) -> list[Review]:
    """The reviews of this and earlier versions that were decided before."""
    rows = Review.objects.visible_to(request.user).filter(notice_version__notice=notice)
    rows = rows.exclude(pk=current.pk).exclude(outcome__in=["", "GIVEN_UP"])
    return list(rows.select_related("reviewer", "notice_version").order_by("-decided_at"))


def _outcome_words(notice: Notice) -> str:
    notice.refresh_from_db()
    if notice.status == Notice.Status.UNDER_REVIEW:
        return _("Passed on to the second reviewer.")
    return state_words(notice)


def _initial(notice: Notice, outcome: str) -> dict[str, Any]:
    initial: dict[str, Any] = {"version": notice.version, "valid_until": notice.valid_until}
    if outcome == "refuse" and (first := reviewing.first_review(notice)):
        failing = first.items.filter(result=ReviewItem.Result.FAIL)
        initial["reasons"] = sorted({code for item in failing for code in item.refusals})
    return initial


DECISIONS: dict[str, tuple[type[steps.VersionForm], Any, Any]] = {
    "publish": (steps.PublishForm, reviewing.pass_on, gettext_lazy("Publish")),
    "return": (steps.ReturnForm, reviewing.return_to_owner, gettext_lazy("Return to the office")),
    "refuse": (steps.RefuseForm, reviewing.refuse, gettext_lazy("Refuse")),
}
BECAUSE = {
    "PORTFOLIO": gettext_lazy("the portfolio is open to political use"),
    "OBJECTION": gettext_lazy("the Commission objects"),
    "EARLIER_REFUSAL": gettext_lazy("this person was refused before, by the same document"),
}
