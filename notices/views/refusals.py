"""Refusals on record: for the Commission, which may end or extend what is kept of them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from kernel.forms.carrying_out import carried_out
from kernel.pages import keyset
from ledger import events
from notices import queries
from notices.forms import refusals
from notices.models import Refusal
from notices.refusals import keeping

STEPS: dict[str, tuple[Any, Any, Any]] = {
    "extend": (refusals.ExtendForm, keeping.extend, gettext_lazy("Keep it longer")),
    "end": (refusals.EndForm, keeping.end, gettext_lazy("Forget it")),
}


def refusal_list(request: OfficerRequest) -> HttpResponse:
    """List of what is kept, the newest first: source, dates and state; no name and no office."""
    _demand_commission(request)
    rows = Refusal.objects.visible_to(request.user)
    try:
        page = keyset.page(rows, request.GET.get("page", ""))
    except keyset.BadCursor:
        page = keyset.page(rows)
    events.record(
        "refusal.list",
        by=request.user,
        purpose=purpose_on_pages.purpose_of(request),
        data={"shown": [str(row.pk) for row in page.rows]},
    )
    context = {"page": page, "pager": keyset.links(page, request.GET), "page_level": 0}
    return render(request, "notices/refusals.html", context)


def step(request: OfficerRequest, pk: UUID, name: str) -> HttpResponse:
    """End or extend one, with the reason."""
    _demand_commission(request)
    if name not in STEPS:
        raise Http404
    refusal = get_object_or_404(Refusal.objects.visible_to(request.user), pk=pk)
    form_class, verb, label = STEPS[name]
    form = form_class(request.POST or None)

    def take() -> str:
        verb(refusal, by=request.user, **form.given)
        return reverse("notices:refusals")

    if answer := carried_out(request, form, take, done=_("The decision is on record.")):
        return answer
    context = {"refusal": refusal, "form": form, "label": label, "name": name, "page_level": 0}
    return render(request, "notices/refusal_step.html", context)


def _demand_commission(request: OfficerRequest) -> None:
    """Nobody else learns that there is such a page."""
    if not queries.oversees(request.user):
        raise Http404
