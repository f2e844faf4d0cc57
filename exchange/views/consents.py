"""Asking the owner of data for its consent, and deciding about one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, CaseSubject
from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from exchange.consent_lifecycle import consent_steps
from exchange.consents import asking, contributed
from exchange.forms import requests
from exchange.forms.consents import ConsentForm, DecideForm
from exchange.models import Consent, Contribution, Request
from exchange.views.consent_links import address
from exchange.views.reasons import reason_page
from kernel import acting
from kernel.forms.carrying_out import carried_out
from ledger import events

STEPS = {
    "grant": (asking.grant, gettext_lazy("Give consent")),
    "refuse": (asking.refuse, gettext_lazy("Refuse")),
    "withdraw": (asking.withdraw, gettext_lazy("Withdraw the consent")),
}


def consents_of(officer: Officer, row: Request) -> list[Consent]:
    """The consents about a request that the officer sees, each with the steps open to him."""
    return marked(officer, Consent.objects.visible_to(officer).filter(request=row))


def marked(officer: Officer, found: Any) -> list[Consent]:
    """The same consents, each with the steps open to the officer, and whether it is decided."""
    if hasattr(found, "select_related"):
        found = found.select_related("office", "owner").prefetch_related("offices")
    Consent.tell_about(rows := list(found))
    for item in rows:
        item.steps = [(step, STEPS[step][1]) for step in consent_steps.open_to(officer, item)]
        item.decided = item.told_at or item.owner_id == officer.office_id
    return rows


def ask(request: OfficerRequest, reference: str) -> HttpResponse:
    """Ask for a consent about an answer, or about the words of the request itself."""
    row, source = _source(request, reference)
    form = ConsentForm(request.POST or None, officer=request.user)

    def keep() -> str:
        data = dict(form.cleaned_data)
        data.pop("once")
        asking.ask(source, by=request.user, **data)
        return _back(row)

    return page(request, row, form, _("Ask the owner for consent"), keep, source)


def decide(request: OfficerRequest, reference: str, pk: UUID, step: str) -> HttpResponse:
    """Give or refuse the consent, or withdraw what was given."""
    rows = Consent.objects.visible_to(request.user).select_related("request", "office")
    return decide_on(request, get_object_or_404(rows, pk=pk, request__reference=reference), step)


def decide_on(request: OfficerRequest, item: Any, step: str) -> HttpResponse:
    """The page of one step on a consent that the officer sees."""
    if step not in STEPS:
        raise Http404
    verb, label = STEPS[step]
    form = DecideForm(request.POST or None)

    def keep() -> str:
        verb(item, by=request.user, conditions=form.cleaned_data["conditions"])
        return address(item)

    return page(request, item.about, form, label, keep, _about(request.user, item), item)


def _about(officer: Officer, item: Consent) -> contributed.Source | None:
    """The thing that the consent is about, as far as the officer may read it."""
    if item.case_id:
        person = CaseSubject.objects.filter(case=item.case_id, subject=item.person_id)
        named = person.select_related("subject").prefetch_related("subject__identities")
        with acting.by_a_rule(asking.RULE):
            return item.note or item.document or named.first()
    if item.contribution_id is None:
        return item.request
    said = Contribution.objects.visible_to(officer).select_related("office")
    return said.filter(pk=item.contribution_id).first()


def _source(request: OfficerRequest, reference: str) -> Any:
    rows = Request.objects.visible_to(request.user).select_related("owner_office")
    row = get_object_or_404(rows, reference=reference)
    answer = request.GET.get("answer")
    if not answer:
        return row, row
    said = Contribution.objects.visible_to(request.user).select_related("office", "request")
    try:
        return row, get_object_or_404(said, pk=answer, request=row)
    except ValidationError as error:
        raise Http404 from error


def page(
    request: OfficerRequest,
    row: Any,
    form: Any,
    label: Any,
    keep: Callable[[], str],
    about: Any,
    item: Any = None,
) -> HttpResponse:
    """Show the form about a request or a case, or do what it says."""
    if isinstance(row, Request):
        if page := reason_page(request, row):
            return page
        events.record(
            "request.view",
            by=request.user,
            subject=row,
            purpose=purpose_on_pages.purpose_of(request),
        )
    if answer := carried_out(request, form, keep, named=requests.field_of, done=_("On its way.")):
        return answer
    back = address(item) if item else _page_of(row)
    context = {"row": row, "form": form, "label": label, "item": item, "about": about, "back": back}
    context["page_level"] = max(row.classification, getattr(about, "classification", 0))
    return render(request, "exchange/consent.html", context)


def _back(row: Request) -> str:
    return reverse("exchange:detail", args=[row.reference]) + "#consents"


def _page_of(row: Request | Case) -> str:
    name = "exchange:detail" if isinstance(row, Request) else "cases:detail"
    return reverse(name, args=[row.reference])
