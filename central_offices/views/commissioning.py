"""The page on which two administrators put a new installation into service."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices import roles
from central_offices.access.officer_request import OfficerRequest
from central_offices.forms import accounts
from central_offices.two_persons import commissioning as verbs
from central_offices.views.step_page import step_page


def commissioning(request: OfficerRequest) -> HttpResponse:
    """How far it is, and the step that is open to this administrator."""
    roles.demand_administrator(request.user)
    row = verbs.installation()
    open_steps = verbs.installation_steps.open_to(request.user, row)
    context = {
        "row": row,
        "steps": [(name, STEPS[name]) for name in open_steps],
        "setting_up": verbs.being_set_up(),
        "page_level": 0,
    }
    return render(request, "central_offices/commissioning.html", context)


def step(request: OfficerRequest, name: str) -> HttpResponse:
    roles.demand_administrator(request.user)
    if name not in STEPS:
        raise Http404
    words = STEPS[name]
    form = accounts.StepForm(request.POST or None)
    return step_page(
        request,
        form,
        lambda: words["verb"](verbs.installation(), by=request.user),
        back=reverse("central_offices:commissioning"),
        back_label=_("Commissioning"),
        title=words["label"],
        effect=words["effect"],
        button=words["label"],
        kind=words.get("kind", "primary"),
    )


STEPS: dict[str, Any] = {
    "propose": {
        "label": gettext_lazy("Propose to commission"),
        "effect": gettext_lazy(
            "Say that the first offices and people are set up. Another administrator has to find "
            "the same."
        ),
        "verb": verbs.propose,
    },
    "take_back": {
        "label": gettext_lazy("Take it back"),
        "effect": gettext_lazy("Setting up goes on."),
        "verb": verbs.take_back,
        "kind": "danger",
    },
    "commission": {
        "label": gettext_lazy("Commission the installation"),
        "effect": gettext_lazy(
            "Notices and key issues can be published from now on. What is new waits before it "
            "counts where several persons decide. It cannot be undone."
        ),
        "verb": verbs.commission,
    },
}
