"""From a new request to its sending: type, form, last look, second person, recall."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.models import Case
from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from exchange.clocks import deadlines
from exchange.forms import requests
from exchange.lifecycle import request_steps
from exchange.models import Attachment, Request, RequestRecipient, RequestType
from exchange.models.rules import Fact
from exchange.requests import envelopes, flash, proposals, protection, readiness, sending
from exchange.requests.persons import summaries
from exchange.requests.staffing import unstaffed
from exchange.views.reasons import reason_page
from exchange.views.requests import address, visible
from kernel.errors import NotPermitted
from kernel.forms.carrying_out import carried_out, refusal_on
from kernel.forms.shown_again import stand_beside_theirs
from kernel.values import sorting
from ledger import events

# What the form of a draft begins with, as it was kept.
AS_KEPT = ["reply_due", "portfolios", "tags", "classification", "handling_codes", "handling_note"]
AS_KEPT += ["source_evaluation", "information_evaluation", "version"]


def choose_type(request: OfficerRequest) -> HttpResponse:
    """First what is asked for; the form that follows depends on it."""
    context = {
        "types": sorted(RequestType.objects.visible_to(request.user).in_force(), key=str),
        "case": _case(request),
        "query": request.GET.urlencode(),
        "page_level": 0,
    }
    return render(request, "exchange/types.html", context)


def new(request: OfficerRequest, code: str) -> HttpResponse:
    """The form of a new draft; saving leads to the last look before it is sent."""
    officer, case = request.user, _case(request)
    kind = get_object_or_404(RequestType.objects.visible_to(officer).in_force(), code=code)
    level = case.classification if case else officer.office.default_classification
    first = {
        "recipients": request.GET.get("to", ""),
        "purpose": kind.purpose,
        "classification": level,
        **proposals.from_case(case),
    }
    form = requests.RequestForm(
        request.POST or None,
        request.FILES or None,
        type=kind,
        case=case,
        officer=officer,
        initial=first,
    )

    def keep() -> str:
        row = sending.draft(by=officer, type=kind, case=case, **form.words())
        return reverse("exchange:check", args=[row.reference])

    if answer := carried_out(request, form, keep, named=requests.field_of):
        return answer
    context: dict[str, Any] = {"form": form, "type": kind, "case": case, "page_level": level}
    context["needs_case"] = _needs_case(kind, case)
    context["proposed"] = proposals.offices(officer.office, kind)
    return render(request, "exchange/form.html", context)


def edit(request: OfficerRequest, reference: str) -> HttpResponse:
    """Change a draft; whoever comes second sees both versions."""
    row = _draft(request.user, reference)
    if page := reason_page(request, row):
        return page
    case = row.told_case
    first = {
        "recipients": [recipient.office for recipient in row.recipients.select_related("office")],
        "subject_ids": [str(pk) for pk in row.subject_ids],
        **{name: getattr(row, name) for name in AS_KEPT},
    }
    form = requests.RequestForm(
        request.POST or None,
        request.FILES or None,
        type=row.type,
        case=case,
        officer=request.user,
        instance=row,
        initial=first,
    )
    context: dict[str, Any] = {"form": form, "type": row.type, "case": case, "row": row}
    context |= {"page_level": row.classification, "needs_case": _needs_case(row.type, case)}

    def keep() -> str:
        version = form.cleaned_data["version"]
        sending.revise(row, by=request.user, version=version, **form.words())
        return reverse("exchange:check", args=[reference])

    how: dict[str, Any] = {"named": requests.field_of, "on_stale": stand_beside_theirs}
    if answer := carried_out(request, form, keep, **how):
        return answer
    context["theirs"] = getattr(refusal_on(form), "theirs", None)
    return render(request, "exchange/form.html", context)


def check(request: OfficerRequest, reference: str) -> HttpResponse:
    """The last look: who gets it at which level, and what is still missing."""
    row = _draft(request.user, reference)
    if page := reason_page(request, row):
        return page
    missing = readiness.missing(row)
    verb = flash.send if request.POST.get("how") == "flash" else sending.send
    form = requests.SendForm(request.POST or None, initial={"version": row.version})

    def send() -> str:
        verb(row, by=request.user, version=form.cleaned_data["version"])
        return address(row)

    if not missing and (answer := carried_out(request, form, send)):
        row.refresh_from_db()
        messages.success(request, _sentence(row))
        return answer
    covers = proposals.covers_of(row)
    row.persons = summaries(row.told_case, row.subject_ids)  # as they would go now; not kept
    context = {
        "row": row,
        "form": form,
        "missing": missing,
        "recipients": _by_name(row.recipients),
        "unstaffed": unstaffed(row),
        "rule": deadlines.rule_for(row),
        "steps": request_steps.open_to(request.user, row),
        "covers": covers,
        "usable": {item.pk for cover in covers for item in cover.instruments},
        "files": row.attachments.select_related("file"),
        "page_level": row.classification,
    }
    return render(request, "exchange/check.html", context)


def approve(request: OfficerRequest, reference: str) -> HttpResponse:
    """Page that a second person reads before the request leaves, or right after."""
    row = visible(request.user, reference)
    if row.owner_office_id != request.user.office_id:
        raise NotPermitted(_("Only the office that asks reads what is approved."))
    if page := reason_page(request, row):
        return page
    events.record(
        "request.view", by=request.user, subject=row, purpose=purpose_on_pages.purpose_of(request)
    )
    verb = flash.confirm if row.awaits_approval else sending.approve
    form = requests.ApproveForm(request.POST or None, initial={"digest": row.content_digest})

    def take() -> str:
        verb(row, by=request.user, digest=form.cleaned_data["digest"])
        messages.success(request, _sentence(row))
        return address(row)

    if answer := carried_out(request, form, take):
        return answer
    context = {
        "row": row,
        "form": form,
        "back": requests.ReasonForm(),
        "recipients": _by_name(row.recipients),
        "unstaffed": unstaffed(row),
        "rule": deadlines.rule_for(row),
        "covers": proposals.covers_of(row),
        "files": row.attachments.select_related("file"),
        "data": envelopes.request_data(row),
        "page_level": row.classification,
    }
    return render(request, "exchange/approve.html", context)


def send_back(request: OfficerRequest, reference: str) -> HttpResponse:
    effect = _("Its author can change it and send it again.")
    return _with_reason(
        request, reference, sending.send_back, _("Send back"), _("It is a draft again."), effect
    )


def recall(request: OfficerRequest, reference: str) -> HttpResponse:
    effect = _(
        "What has not arrived is taken back. Where it has arrived, the office is told to stop; "
        "whoever has begun work confirms that what was gathered is destroyed."
    )
    usual = protection.usual_reason()
    return _with_reason(
        request, reference, sending.recall, _("Recall"), _("Recalled."), effect, "danger", usual
    )


@require_POST
def discard(request: OfficerRequest, reference: str) -> HttpResponse:
    row = visible(request.user, reference)
    sending.discard(row, by=request.user)
    messages.success(request, _("%(reference)s is discarded.") % {"reference": row})
    return redirect(reverse("exchange:list") + "?tab=drafts")


@require_POST
def withdraw(request: OfficerRequest, reference: str) -> HttpResponse:
    """Take back what is still under review."""
    row = visible(request.user, reference)
    sending.withdraw(row, by=request.user)
    messages.success(
        request, _("%(reference)s is withdrawn: no office had it.") % {"reference": row}
    )
    return redirect(address(row))


@require_POST
def close(request: OfficerRequest, reference: str) -> HttpResponse:
    row = visible(request.user, reference)
    sending.close(row, by=request.user)
    messages.success(request, _("%(reference)s is closed.") % {"reference": row})
    return redirect(address(row))


@require_POST
def detach(request: OfficerRequest, reference: str, pk: UUID) -> HttpResponse:
    row = _draft(request.user, reference)
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk, request=row)
    sending.detach(row, attachment, by=request.user)
    return redirect("exchange:check", reference)


def _with_reason(
    request: OfficerRequest,
    reference: str,
    verb: Callable[..., Any],
    label: Any,
    done: Any,
    effect: Any,
    kind: Any = "primary",
    usual: str = "",
) -> HttpResponse:
    row = visible(request.user, reference)
    form = requests.ReasonForm(request.POST or None, initial={"reason": usual})

    def take() -> str:
        verb(row, by=request.user, reason=form.cleaned_data["reason"])
        return address(row)

    if answer := carried_out(request, form, take, done=done):
        return answer
    context = {"row": row, "form": form, "label": label, "effect": effect, "kind": kind}
    recipients = RequestRecipient.objects.visible_to(request.user).filter(request=row)
    context["recipients"] = _by_name(recipients)
    context["page_level"] = row.classification
    return render(request, "exchange/reason.html", context)


def _case(request: OfficerRequest) -> Case | None:
    reference = request.GET.get("case")
    if not reference:
        return None
    case: Case = get_object_or_404(Case.objects.editable_by(request.user), reference=reference)
    return case


def _by_name(recipients: Any) -> list[RequestRecipient]:
    return sorting.by_name(recipients.select_related("office"), name=attrgetter("office"))


def _needs_case(kind: RequestType, case: Case | None) -> bool:
    """Whether a request of this type names persons, and has no case to take them from."""
    return case is None and Fact.PERSONS in kind.required_facts


def _draft(officer: Officer, reference: str) -> Request:
    rows = Request.objects.editable_by(officer).select_related("type", "owner_office")
    return get_object_or_404(rows, reference=reference)


def _sentence(row: Request) -> str:
    if row.status == Request.Status.PENDING_APPROVAL:
        return _("%(reference)s waits for approval.") % {"reference": row}
    if row.status == Request.Status.UNDER_REVIEW:
        return _("%(reference)s is under review. No office has it yet.") % {"reference": row}
    if row.approval_due and row.approved_by_id:
        return _("%(reference)s is approved.") % {"reference": row}
    cities = ", ".join(row.recipients.values_list("office__city", flat=True)[:5])
    return _("%(reference)s is on its way to %(cities)s.") % {"reference": row, "cities": cities}
