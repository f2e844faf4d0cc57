"""Page on which a deputy office's approver reads and approves another office's request."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from exchange.forms import requests
from exchange.models import Request
from exchange.requests import deputies, flash, sending, visibility
from exchange.views.reasons import reason_page
from exchange.views.requests import address, visible
from kernel.forms.carrying_out import carried_out
from ledger import events


@require_POST
def ask(request: OfficerRequest, reference: str) -> HttpResponse:
    """Ask the deputy office to approve a request of the own office."""
    row = visible(request.user, reference)
    deputies.ask(row, by=request.user)
    messages.success(request, _("%(office)s was asked to approve it.") % {"office": row.deputy})
    return redirect(address(row))


def page(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """The request as it would leave, and its approval; nothing else of the office that asks."""
    row = _asked(request.user, pk)
    if asked := reason_page(request, row):
        return asked
    events.record(
        "request.view",
        by=request.user,
        subject=row,
        purpose=purpose_on_pages.purpose_of(request),
        data={"as_deputy": True},
    )
    verb = flash.confirm if row.awaits_approval else sending.approve
    form = requests.ApproveForm(request.POST or None, initial={"digest": row.content_digest})

    def take() -> str:
        verb(row, by=request.user, digest=form.cleaned_data["digest"])
        return reverse("approvals")

    done = _("Approved for %(office)s.") % {"office": row.owner_office}
    if answer := carried_out(request, form, take, done=done):
        return answer
    return _shown(request, row, form, requests.ReasonForm())


@require_POST
def send_back(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Return it to its office, which reads why."""
    row = _asked(request.user, pk)
    if asked := reason_page(request, row):
        return asked
    form = requests.ReasonForm(request.POST)

    def take() -> str:
        sending.send_back(row, by=request.user, reason=form.cleaned_data["reason"])
        return reverse("approvals")

    if answer := carried_out(request, form, take, done=_("Sent back.")):
        return answer
    approval = requests.ApproveForm(initial={"digest": row.content_digest})
    return _shown(request, row, approval, form)


def _asked(officer: Officer, pk: UUID) -> Request:
    """A request that the officer may approve as deputy now; 404 for every other."""
    rows = Request.objects.for_deputy(officer).select_related(
        "type", "owner_office", "submitted_by", "deputy"
    )
    row: Request = get_object_or_404(rows, pk=pk)
    if not deputies.may_see(row, officer):
        raise Http404
    return row


def _shown(
    request: OfficerRequest, row: Request, form: requests.ApproveForm, back: requests.ReasonForm
) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "back": back,
        "offices": visibility.addressed(row),
        "names": row.attachments.values_list("file__original_name", flat=True),
        "page_level": row.classification,
    }
    return render(request, "exchange/approve_as_deputy.html", context)
