"""Protected status: the page of the office that keeps a record, and the Commission's own."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import contributed_persons, persons
from cases.forms.protection import ClaimForm, ConfirmForm, DecisionForm
from cases.models import CaseSubject, Subject
from cases.safeguards import decisions, protected_status
from cases.safeguards.decisions import Status
from cases.views import choices, frame
from central_offices.access import reasons
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Classification
from kernel.forms.carrying_out import carried_out

MAX_STATUSES_SHOWN = 200


def claim(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Page of what the office entered about the protection of its own person; one more entry."""
    subject = _own(request, pk)
    links = CaseSubject.objects.visible_to(request.user).filter(subject=subject)
    links = links.select_related("case")
    if reasons.lacks_for_person(request, subject.pk, links):
        return frame.ask_reason(request, subject.pk, str(subject))
    form = ClaimForm(request.POST or None)

    def enter() -> str:
        protected_status.claim(subject, by=request.user, **form.cleaned_data)
        return reverse("cases:protection", args=[subject.pk])

    done = _("Entered. No country that may be feared is told.")
    if answer := carried_out(request, form, enter, done=done):
        return answer
    context = {
        "subject": subject,
        "form": form,
        "entered": protected_status.entered(subject),
        "offers": choices.lists(),
        "page_level": Classification.CONFIDENTIAL,
    }
    return render(request, "cases/protection.html", context)


def commission(request: OfficerRequest) -> HttpResponse:
    """The Commission's page: every status with its decision, true grounds, and findings.

    What opens a person waits there for a second member.
    """
    if not request.user.oversees:
        raise Http404
    statuses = decisions.statuses()
    confirming = ConfirmForm(request.POST or None)

    def confirm() -> str:
        decisions.confirm(_named(statuses, confirming.cleaned_data["confirms"]), by=request.user)
        return reverse("cases:commission")

    if answer := carried_out(request, confirming, confirm, done=_("Confirmed: it counts now.")):
        return answer
    form = DecisionForm(None if "confirms" in request.POST else request.POST or None)

    def decide() -> str:
        given = dict(form.cleaned_data)
        status = _named(statuses, given.pop("status"))
        decisions.decide(status, by=request.user, **given)
        return reverse("cases:commission")

    if answer := carried_out(request, form, decide, done=_("Decided.")):
        return answer
    context = {
        "rows": [(row, _form_of(row, form)) for row in statuses[:MAX_STATUSES_SHOWN]],
        "confirming": confirming,
        "findings": decisions.findings(),
        "grounds": decisions.shown(decisions.grounds()),
        "questions": dict(zip(("asked", "undone"), decisions.questions(), strict=True)),
        "offers": choices.lists(),
        "page_level": Classification.CONFIDENTIAL,
    }
    return render(request, "cases/commission.html", context)


def take_out(request: OfficerRequest, pk: UUID, link: int) -> HttpResponse:
    """The office that gave a person takes it out of another office's case; asked once more."""
    subject = _own(request, pk)
    for place in contributed_persons.given(request.user, subject):
        if place.pk == link:
            break
    else:
        raise Http404
    case = place.case
    if request.method == "POST":
        contributed_persons.take_out(case, subject, by=request.user)
        said = _("%(name)s was taken out of %(reference)s.")
        messages.success(request, said % {"name": subject, "reference": case.reference})
        return redirect("cases:person", subject.pk)
    context = {"subject": subject, "case": case, "uses": contributed_persons.uses(place)}
    context["page_level"] = case.classification
    return render(request, "cases/take_out.html", context)


def _own(request: OfficerRequest, pk: UUID) -> Subject:
    """A record that the officer's office keeps; of any other there is nothing here."""
    rows = Subject.objects.visible_to(request.user).select_related("owner_office", "created_by")
    subject = get_object_or_404(rows, pk=pk)
    if not persons.keeps(request.user, subject):
        raise Http404
    return subject


def _named(statuses: list[Status], pk: UUID) -> Status:
    for row in statuses:
        if row.id == pk:
            return row
    raise Http404


def _form_of(row: Status, sent: DecisionForm) -> DecisionForm:
    """The form below a row: what was sent, if it was about this person."""
    if sent.is_bound and sent.data.get("status") == str(row.id):
        return sent
    initial = {"status": row.id, "fled_from": row.fled_from, "since": row.since}
    return DecisionForm(initial=initial, auto_id=f"id_{row.id}_%s")
