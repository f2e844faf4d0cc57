"""Pages of the steps with a request that came in, and of the requesting office's replies."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from exchange.clocks import escalation
from exchange.conversation import answering, contributions, delays, referral
from exchange.conversation.contributions import ContributionDraft
from exchange.forms import requests
from exchange.forms.contributions import (
    AnswerForm,
    AuthorisationForm,
    ClarifyForm,
    ContributionForm,
    DeferForm,
    RefuseForm,
)
from exchange.forms.transfers import ReferForm
from exchange.models import Contribution, RequestRecipient, TextBlock
from exchange.views.reasons import reason_page
from exchange.views.requests import address
from kernel.forms.carrying_out import carried_out
from kernel.pages.next_address import next_address
from ledger import events


@require_POST
def acknowledge(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    return _at_once(request, reference, code, answering.acknowledge, _("Acknowledged."))


@require_POST
def take(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    return _at_once(request, reference, code, answering.assign, _("It is yours now."))


@require_POST
def start(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    return _at_once(request, reference, code, answering.start, _("Work has begun."))


@require_POST
def escalate(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    """Tell the next level now, without waiting for the clock."""
    told = _("The next level is told.")
    return _at_once(request, reference, code, escalation.raise_by_hand, told)


@require_POST
def confirm_destroyed(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    return _at_once(
        request, reference, code, answering.confirm_destroyed, _("Destruction is confirmed.")
    )


def assign(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    """Hand it to a colleague."""
    recipient = _recipient(request.user, reference, code)
    form = requests.AssignForm(request.POST or None, officer=request.user)

    def keep() -> str:
        answering.assign(recipient, by=request.user, **form.cleaned_data)
        return address(recipient.request)

    if carried := carried_out(request, form, keep, named=requests.field_of):
        return carried
    return _page(request, recipient, form, _("Assign"))


def answer(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    def carry_out(recipient: Any, words: Any, data: Any) -> None:
        more = {"partial": not data["final"], "version": data["version"]}
        answering.answer(recipient, words, by=request.user, **more)

    return say(request, reference, code, AnswerForm, _("Answer"), carry_out)


def refuse(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    def carry_out(recipient: Any, words: Any, data: Any) -> None:
        more = {"ground": data["ground"], "contact": data["contact"], "version": data["version"]}
        answering.refuse(recipient, words, by=request.user, **more)

    return say(request, reference, code, RefuseForm, _("Refuse"), carry_out)


def refer(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    """Say which other office is competent."""

    def carry_out(recipient: Any, words: Any, data: Any) -> None:
        words = words._replace(instead=data["instead"])
        referral.refer(recipient, words, by=request.user, version=data["version"])

    return say(request, reference, code, ReferForm, _("Name the competent office"), carry_out)


def defer(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    def carry_out(recipient: Any, words: Any, data: Any) -> None:
        more = {"until": data["until"], "version": data["version"]}
        answering.defer(recipient, words, by=request.user, **more)

    return say(request, reference, code, DeferForm, _("Defer"), carry_out)


def authorise(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    def carry_out(recipient: Any, words: Any, data: Any) -> None:
        more = {"until": data["until"], "version": data["version"]}
        delays.need_authorisation(recipient, words, by=request.user, **more)

    label = _("Judicial authorisation needed")
    return say(request, reference, code, AuthorisationForm, label, carry_out)


def ask(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    return _plain(request, reference, code, answering.ask, _("Ask for clarification"))


def clarify(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    return _plain(request, reference, code, answering.clarify, _("Clarify"), ClarifyForm)


def ask_again(request: OfficerRequest, reference: str, code: str) -> HttpResponse:
    return _plain(request, reference, code, answering.ask_again, _("Ask further"))


def _plain(
    request: OfficerRequest,
    reference: str,
    code: str,
    verb: Callable[..., Any],
    label: Any,
    form: Any = ContributionForm,
) -> HttpResponse:
    def carry_out(recipient: Any, words: Any, data: Any) -> None:
        verb(recipient, words, by=request.user)

    return say(request, reference, code, form, label, carry_out)


def say(
    request: OfficerRequest,
    reference: str,
    code: str,
    form_class: Any,
    label: Any,
    carry_out: Callable[..., Any],
    more: Any = None,
) -> HttpResponse:
    """Show the form, or say what it holds; what was typed and uploaded stays on an error."""
    recipient = _recipient(request.user, reference, code)
    ours = recipient.office_id == request.user.office_id
    to = recipient.request.owner_office if ours else recipient.office
    texts = TextBlock.objects.visible_to(request.user)
    form = form_class(
        request.POST or None,
        request.FILES or None,
        officer=request.user,
        recipient=recipient,
        initial=_first(recipient, texts, request.GET.get("text", "")) | (more or {}),
    )

    def keep() -> str:
        carry_out(recipient, _words(form), form.cleaned_data)
        return address(recipient.request)

    done = _("On its way to %(office)s.") % {"office": to}
    if carried := carried_out(request, form, keep, named=requests.field_of, done=done):
        return carried
    latest = _latest(request.user, recipient)
    return _page(request, recipient, form, label, texts=texts, to=to, latest=latest)


def _first(recipient: RequestRecipient, texts: Iterable[TextBlock], chosen: str) -> dict[str, Any]:
    """First values of the form: the request's level, and the text block that was chosen."""
    return {
        "version": recipient.version,
        "classification": recipient.request.classification,
        "private": contributions.asked_privately(recipient),
        "text": next((row.text for row in texts if str(row.pk) == chosen), ""),
    }


def _latest(officer: Officer, recipient: RequestRecipient) -> Contribution | None:
    """The other office's last words: the question that is clarified, the answer asked about."""
    rows = Contribution.objects.in_request(officer, recipient.request_id).filter(
        recipient=recipient
    )
    rows = rows.exclude(office=officer.office_id).select_related("office")
    return rows.order_by("-written_at", "-pk").first()


def _words(form: ContributionForm) -> ContributionDraft:
    data = form.cleaned_data
    return ContributionDraft(
        text=data["text"],
        attachments=form.attachments,
        nothing_on_asylum=data.get("nothing_on_asylum", False),
        private=data.get("private"),
        lowered_because=data.get("lowered_because", ""),
        **form.handling_words(),
    )


def _page(
    request: OfficerRequest, recipient: Any, form: Any, label: Any, **more: Any
) -> HttpResponse:
    row = recipient.request
    if page := reason_page(request, row):
        return page
    events.record(
        "request.view", by=request.user, subject=row, purpose=purpose_on_pages.purpose_of(request)
    )
    context = {"recipient": recipient, "row": row, "form": form, "label": label, **more}
    context["page_level"] = row.classification
    return render(request, "exchange/say.html", context)


def _at_once(
    request: OfficerRequest, reference: str, code: str, verb: Callable[..., Any], done: Any
) -> HttpResponse:
    """A step without a form; leads back to where its button was."""
    recipient = _recipient(request.user, reference, code)
    verb(recipient, by=request.user)
    messages.success(request, f"{recipient.request.reference}: {done}")
    return redirect(next_address(request, otherwise=address(recipient.request)))


def _recipient(officer: Officer, reference: str, code: str) -> RequestRecipient:
    rows = RequestRecipient.objects.visible_to(officer).select_related(
        "request__type", "request__owner_office", "office"
    )
    return get_object_or_404(rows, request__reference=reference, office__code=code)
