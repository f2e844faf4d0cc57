"""Consents about notes and documents of a case: asked from the case, decided by their owner."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import tabs
from cases.models import Case, CaseEntry, CaseFile, CaseSubject
from cases.safeguards import originator_control
from cases.views import frame
from central_offices.access import reasons
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from exchange.consents import asking
from exchange.forms.consents import ConsentForm
from exchange.lifecycle import works
from exchange.models import Consent
from exchange.views import consents
from kernel import acting
from ledger import events

ABOUT = ("request", "case", "note", "document__file", "person__identities")
KINDS: dict[str, Any] = {"note": CaseEntry, "document": CaseFile, "person": CaseSubject}


def register() -> None:
    tabs.register_card(tabs.Card("exchange/case_consents.html", card, 60))


def card(officer: Officer, case: Case) -> dict[str, Any] | None:
    """Others' contributions under conditions, with their consents; None without either."""
    asked = consents.marked(officer, Consent.objects.visible_to(officer).filter(case=case))
    items: list[Any] = []
    if works(officer):
        items = [*_notes(case), *frame.guarded_files_of(case), *_persons(case)]
    given = [row for row in items if originator_control.asks_owner(row, officer.office)]
    for row in given:
        row.kind, row.owner = originator_control.noun_of(row), originator_control.owner_of(row)
    return {"case": case, "given": given, "asked": asked} if given or asked else None


@frame.of_case
def ask(request: OfficerRequest, case: Case) -> HttpResponse:
    """Ask the owner of a note, document or person for its consent."""
    source = _source(case, request.GET)
    form = ConsentForm(request.POST or None, officer=request.user)
    events.record("case.view", by=request.user, subject=case, case_id=case.pk)

    def keep() -> str:
        data = dict(form.cleaned_data)
        data.pop("once")
        asking.ask(source, by=request.user, **data)
        return reverse("cases:detail", args=[case.reference])

    label = _("Ask the owner for consent")
    return consents.page(request, case, form, label, keep, source)


def consent(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """One consent about a case: what is meant, and the steps that are open."""
    row = _visible(request.user, pk)
    if row.office_id == request.user.office_id and _lacks_reason(request, row):
        return frame.ask_reason(request, row.case_id, row.reference)
    consents.marked(request.user, [row])
    context = {"item": row, "source": row.note or row.document or row.person}
    context["page_level"] = row.classification
    events.record("consent.view", by=request.user, subject=row, case_id=row.case_id)
    return render(request, "exchange/consent_of_case.html", context)


def decide(request: OfficerRequest, pk: UUID, step: str) -> HttpResponse:
    """The owner gives or refuses the consent, or withdraws what was given."""
    return consents.decide_on(request, _visible(request.user, pk), step)


def _lacks_reason(request: OfficerRequest, row: Consent) -> bool:
    return reasons.lacks(request, row.case_id, row.classification)


def _visible(officer: Officer, pk: UUID) -> Any:
    rows = Consent.objects.visible_to(officer).filter(case__isnull=False)
    row = get_object_or_404(rows.select_related("office", "owner"), pk=pk)
    with acting.by_a_rule(asking.RULE):
        prefetch_related_objects([row], *ABOUT)
    return row


def _source(case: Case, query: Any) -> Any:
    for name, model in KINDS.items():
        if query.get(name):
            key = "subject" if name == "person" else "pk"
            try:
                return get_object_or_404(model.objects.filter(case=case), **{key: query[name]})
            except ValidationError as error:
                raise Http404 from error
    raise Http404


def _notes(case: Case) -> list[CaseEntry]:
    return [row for row in reversed(frame.notes_of(case)) if row.needs_consent]


def _persons(case: Case) -> list[CaseSubject]:
    """The persons that other offices put into the case."""
    return [link for link in frame.persons_of(case) if originator_control.is_contributed(link)]
