"""Frame of every page of one case: the visible case, its head, its tabs, and its reason."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.core.signing import Signer
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases import lifecycle, tabs
from cases.forms.case import ReasonForm
from cases.models import Case
from central_offices.access import purpose_on_pages, reasons
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Classification
from kernel.pages.next_address import next_address
from ledger import events

WITH_REASON = {"suspend", "close", "reopen", "lower_level"}
BUTTONS = ("activate", "suspend", "close", "reopen", "archive", "lower_level")


def visible(request: OfficerRequest, reference: str) -> Case:
    """The case, if the officer may see it; else 404, exactly as if there were none."""
    rows = Case.objects.visible_to(request.user).select_related(
        "owner_office", "lead_officer", "created_by"
    )
    return get_object_or_404(
        rows.prefetch_related("portfolios", "offences", "shares__office"),
        reference=reference.upper(),
    )


More = ParamSpec("More")  # what else the address of a page names


def of_case(
    view: Callable[Concatenate[OfficerRequest, Case, More], HttpResponseBase],
) -> Callable[Concatenate[OfficerRequest, str, More], HttpResponseBase]:
    """Hand the visible case to the view; a confidential one only once a reason was given."""

    @wraps(view)
    def with_case(
        request: OfficerRequest, reference: str, *args: More.args, **kwargs: More.kwargs
    ) -> HttpResponseBase:
        case = visible(request, reference)
        if reasons.lacks(request, case.pk, case.classification):
            return ask_reason(request, case.pk, case.reference)
        return view(request, case, *args, **kwargs)

    return with_case


def context(request: OfficerRequest, case: Case, here: str) -> dict[str, Any]:
    """The context of "cases/frame.html": head, buttons and tabs; reading it is recorded."""
    officer = request.user
    open_steps = lifecycle.case_steps.open_to(officer, case)
    events.record(
        "case.view",
        by=officer,
        subject=case,
        case_id=case.pk,
        purpose=purpose_on_pages.purpose_of(request),
        data={"tab": here},
    )
    return {
        "case": case,
        "here": here,
        "open": open_steps,
        "steps": [
            (name, lifecycle.case_steps.steps[name].label) for name in BUTTONS if name in open_steps
        ],
        "actions": [
            (action, url) for action in tabs.all_actions() if (url := action.url(officer, case))
        ],
        "tabs": [
            {
                "tab": tab,
                "url": reverse(tab.page, args=[case.reference]),
                "count": tab.count(officer, case) if tab.count else None,
            }
            for tab in tabs.all_tabs()
        ],
        "page_level": case.classification,
    }


def ask_reason(request: OfficerRequest, pk: UUID, title: str) -> HttpResponse:
    """Why a confidential record is opened; asked once a session, kept in the ledger."""
    form = ReasonForm()
    return render(
        request,
        "cases/reason.html",
        {
            "form": form,
            "title": title,
            "back": request.get_full_path() if request.method == "GET" else "",
            "action": reverse("cases:give_reason", args=[pk]),
            "asked": _asked(request).sign(str(pk)),
            "page_level": Classification.CONFIDENTIAL,
        },
    )


def give_reason(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Keep the reason, and go on to the record that this officer was asked about."""
    asked = request.POST.get("asked", "")
    if asked != _asked(request).sign(str(pk)):
        raise Http404
    form = ReasonForm(request.POST or None)
    back = next_address(request, otherwise=reverse("cases:list"))
    if not form.is_valid():
        context = {"form": form, "back": back, "action": request.path, "asked": asked}
        context["page_level"] = Classification.CONFIDENTIAL
        return render(request, "cases/reason.html", context)
    reasons.keep(request, pk, form.cleaned_data["reason"])
    return redirect(back)


def _asked(request: OfficerRequest) -> Signer:
    """The signer of a note that this officer was asked for a reason, and may see the record."""
    return Signer(salt=f"cases.reason:{request.user.pk}")
