"""Pages about a person who is held for another country: reported, corrected, papers, release."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from exchange.custody import arrests
from exchange.forms import custody
from exchange.forms.requests import field_of
from exchange.models import Arrest
from exchange.views import answering, custody_context
from exchange.views.reasons import reason_page
from exchange.views.requests import address
from kernel.forms.carrying_out import carried_out
from ledger import events

VERBS = {"papers": arrests.receive_papers, "release": arrests.release}
LABELS = dict(custody_context.PAGES.values())


def report(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    """The first report of an arrest."""

    def carry_out(recipient: Any, words: Any, data: Any) -> None:
        more = {"arrested_at": data["arrested_at"], "subject_id": data.get("subject_id")}
        arrests.report(recipient, words, by=request.user, version=data["version"], **more)

    label = _("Report an arrest")
    form = custody.ArrestForm
    return answering.say(request, reference, code, form, label, carry_out)


def change(request: OfficerRequest, reference: str, pk: UUID, name: str) -> HttpResponse:
    """Correct the moment, or note that the papers came or that the person is free."""
    rows = Arrest.objects.visible_to(request.user).select_related(
        "recipient__request__type", "recipient__request__owner_office", "recipient__office"
    )
    row = get_object_or_404(rows, pk=pk, recipient__request__reference=reference)
    if name == "correct":
        return _correct(request, row)
    if name not in VERBS:
        raise Http404
    form = custody.MomentForm(request.POST or None, initial={"version": row.version})

    def keep() -> str:
        data = form.cleaned_data
        VERBS[name](row, by=request.user, at=data["at"], version=data["version"])
        return address(row.recipient.request)

    if answer := carried_out(request, form, keep, named=field_of):
        return answer
    return _page(request, row, form, LABELS[name])


def _correct(request: OfficerRequest, row: Arrest) -> HttpResponse:
    def carry_out(recipient: Any, words: Any, data: Any) -> None:
        more = {"arrested_at": data["arrested_at"], "version": data["version"]}
        arrests.correct(row, words, by=request.user, **more)

    recipient = row.recipient
    first = {"version": row.version, "arrested_at": row.arrested_at}
    return answering.say(
        request,
        recipient.request.reference,
        recipient.office.code,
        custody.CorrectForm,
        LABELS["correct"],
        carry_out,
        first,
    )


def _page(request: OfficerRequest, row: Any, form: Any, label: Any) -> HttpResponse:
    asked = row.recipient.request
    if page := reason_page(request, asked):
        return page
    events.record(
        "request.view", by=request.user, subject=asked, purpose=purpose_on_pages.purpose_of(request)
    )
    context = {"row": asked, "arrest": row, "form": form, "label": label}
    context["page_level"] = asked.classification
    return render(request, "exchange/custody.html", context)
