"""Pages of transfers: offering work to a colleague, the answer, and what follows a referral."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from exchange.conversation import referral, transfers
from exchange.forms import requests
from exchange.forms.transfers import CallForm, ReplyForm, TransferForm
from exchange.models import Contribution, Request, RequestRecipient, Transfer
from exchange.views import transfers_context
from exchange.views.reasons import reason_page
from exchange.views.requests import address, visible
from kernel.forms.carrying_out import carried_out, pressed, status_of
from ledger import events

BEGIN: dict[str, tuple[Any, Any, Any]] = {
    "offer": (transfers.offer, TransferForm, gettext_lazy("Offer to a colleague")),
    "call": (transfers.call, CallForm, gettext_lazy("Ask the colleague for it")),
    "consult": (transfers.consult, TransferForm, gettext_lazy("Ask a colleague for advice")),
}


def begin(request: OfficerRequest, reference: str, code: str, step: str) -> HttpResponse:
    """Offer it, ask for it, or ask for advice: always with a note."""
    if step not in BEGIN:
        raise Http404
    verb, form_class, label = BEGIN[step]
    rows = RequestRecipient.objects.to_us(request.user)
    rows = rows.select_related("request__type", "request__owner_office", "office", "assigned_to")
    recipient = get_object_or_404(rows, request__reference=reference, office__code=code)
    form = form_class(request.POST or None, officer=request.user, recipient=recipient)

    def keep() -> str:
        words = {name: form.cleaned_data[name] for name in ("to", "note") if name in form.fields}
        verb(recipient, by=request.user, **words)
        return address(recipient.request) + "#transfers"

    return _page(request, recipient, form, label, keep)


def decide(request: OfficerRequest, reference: str, pk: UUID, step: str) -> HttpResponse:
    """Accept, decline or withdraw; with words where words are needed, else at once."""
    if step not in ("accept", "decline", "withdraw"):
        raise Http404
    rows = Transfer.objects.visible_to(request.user)
    rows = rows.select_related("recipient__request__type", "recipient__office", "made_by", "to")
    row = get_object_or_404(rows, pk=pk, recipient__request__reference=reference)
    if not transfers_context.needs_words(row, step):
        return _at_once(request, row, step)
    form = ReplyForm(request.POST or None, transfer=row, step=step)
    verb = getattr(transfers, step)

    def keep() -> str:
        verb(row, by=request.user, reply=form.cleaned_data["reply"])
        return address(row.recipient.request) + "#transfers"

    return _page(request, row.recipient, form, transfers_context.label(row, step), keep, row)


@require_POST
def prepare(request: OfficerRequest, reference: str, pk: UUID) -> HttpResponse:
    """Draft the request to the office that a referral names, and lead to the last look at it."""
    row = visible(request.user, reference)
    rows = Contribution.objects.visible_to(request.user).filter(request=row, kind="REFERRAL")
    said = get_object_or_404(rows.select_related("instead", "office"), pk=pk)
    made: list[Request] = []
    if not pressed(request, lambda: made.append(referral.prepare(said, by=request.user))):
        return redirect(address(row))
    if made[0].status != Request.Status.DRAFT:
        return redirect(address(made[0]))
    messages.success(request, _("Nothing is sent yet. Read it and send it, or throw it away."))
    return redirect(reverse("exchange:check", args=[made[0].reference]))


def _at_once(request: OfficerRequest, row: Any, step: str) -> HttpResponse:
    if request.method != "POST":
        return redirect(address(row.recipient.request) + "#transfers")
    if pressed(request, lambda: getattr(transfers, step)(row, by=request.user)):
        messages.success(request, f"{row.recipient.request.reference}: {row.get_status_display()}.")
    return redirect(address(row.recipient.request) + "#transfers")


def _page(
    request: OfficerRequest,
    recipient: Any,
    form: Any,
    label: Any,
    keep: Callable[[], str],
    item: Any = None,
) -> HttpResponse:
    row = recipient.request
    if page := reason_page(request, row):
        return page
    if answer := carried_out(request, form, keep, named=requests.field_of):
        return answer
    events.record(
        "request.view", by=request.user, subject=row, purpose=purpose_on_pages.purpose_of(request)
    )
    context = {"recipient": recipient, "row": row, "form": form, "label": label, "item": item}
    context["page_level"] = row.classification
    return render(request, "exchange/transfer_form.html", context, status=status_of(form))
