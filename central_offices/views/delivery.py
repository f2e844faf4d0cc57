"""The page of delivery to an office, and the steps of heads and administrators on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from central_offices.access.officer_request import OfficerRequest
from central_offices.directory import entries
from central_offices.forms import accounts, offices
from central_offices.keys_and_clients import endpoints, webhooks
from central_offices.models import CentralOffice, Classification, EndpointChange, Officer
from central_offices.views import shown_once
from central_offices.views.step_page import step_page
from kernel import acting
from kernel.errors import NotPermitted
from ledger import events
from ledger.delivery import clearance
from ledger.models import Delivery, Destination

MAX_ROWS_SHOWN = 50


def page(request: OfficerRequest, code: str) -> HttpResponse:
    """Whether messages flow, how often they did not, and every call as evidence."""
    office = _managed(request, code)
    row, administers = office.destination, request.user.administers
    events.record("office.delivery.view", by=request.user, data={"office": office.code})
    change = endpoints.waiting(office)
    context = {
        "change": change,
        "decisions": endpoints.endpoint_change_steps.open_to(request.user, change)
        if change
        else [],
        "office": office,
        "row": row,
        "is_webhook": row.mode == Destination.Mode.WEBHOOK,
        "secrets": row.secrets.exclude(ends_at__lte=timezone.now()).order_by("-created_at"),
        "cleared_for": Classification(clearance.levels([office.pk])[office.pk]).label,
        **_ways(row, administers),
        "technical": administers,
        "renews": webhooks.may_renew(request.user, office),
        "page_level": 0,
    }
    return render(request, "central_offices/delivery.html", context)


@acting.by_a_rule("how messages reach an office")
def _ways(row: Destination, administers: bool) -> dict[str, Any]:
    """Calls and counts for the page, of all that was or is on its way to the office."""
    queued = row.deliveries.filter(status=Delivery.Status.QUEUED)
    dead = row.deliveries.filter(status=Delivery.Status.DEAD)
    calls = row.webhook_calls.select_related("asked_by", "delivery").order_by("-asked_at")
    withheld = row.deliveries.exclude(withheld_at=None).filter(opened_at=None)
    return {
        "webhook_calls": list(calls[:10]),
        "attempts": list(webhooks.attempts(row)[:MAX_ROWS_SHOWN]),
        "withheld": withheld[:MAX_ROWS_SHOWN].count(),
        # What waits is seen by nobody of the recipient before it is delivered.
        "waiting": queued[:10_000].count() if administers else None,
        "dead": dead[:1000].count() if administers else 0,
    }


def receive(request: OfficerRequest, code: str) -> HttpResponse:
    office = _managed(request, code)
    row = office.destination
    first = {"mode": row.mode, "url": row.url}
    form = offices.ReceiveForm(request.POST or None, initial=first)
    return _step(
        request,
        office,
        form,
        lambda: _receive(office, form.cleaned_data, by=request.user),
        title=_("How %(office)s receives") % {"office": office},
        effect=_(
            "It comes into force when a second person confirms it; one of the two is a head of "
            "the office. Until then the office receives as before."
        ),
        button=_("Propose the change"),
        blame="url",
        asks_proof=True,
        done=_("Proposed. It waits for a second person."),
    )


def _receive(office: CentralOffice, given: Any, *, by: Officer) -> tuple[str, str]:
    url = given["url"] if given["mode"] == Destination.Mode.WEBHOOK else ""
    _change, secret = endpoints.propose(office, given["mode"], url, by=by)
    return url, secret


def decide(request: OfficerRequest, code: str, pk: Any, name: str) -> HttpResponse:
    """Confirm, decline or withdraw a change that waits."""
    office = _managed(request, code)
    rows = EndpointChange.objects.visible_to(request.user).select_related("office", "proposed_by")
    change = get_object_or_404(rows, office=office, pk=pk)
    if name not in DECISIONS:
        raise Http404
    form_of, carry_out, words = DECISIONS[name]
    form = form_of(request.POST or None)
    named = {"office": office, "way": change}
    said = {word: text if text is True else text % named for word, text in words.items()}
    return _step(
        request,
        office,
        form,
        lambda: (change.url, carry_out(change, by=request.user, **form.values())),
        **said,
    )


DECISIONS: dict[str, Any] = {
    "confirm": (
        accounts.StepForm,
        endpoints.confirm,
        {
            "title": gettext_lazy("Confirm how %(office)s receives"),
            "effect": gettext_lazy(
                "From now on the messages of %(office)s go this way: %(way)s. What is on its way "
                "already arrives there too. Confirm only what you have checked with the system's "
                "people by another way than mail."
            ),
            "button": gettext_lazy("Confirm"),
            "asks_proof": True,
        },
    ),
    "decline": (
        accounts.NoteForm,
        endpoints.decline,
        {
            "title": gettext_lazy("Decline the change of delivery"),
            "effect": gettext_lazy("%(office)s goes on receiving as before."),
            "button": gettext_lazy("Decline"),
            "kind": "danger",
        },
    ),
    "withdraw": (
        accounts.StepForm,
        endpoints.withdraw,
        {
            "title": gettext_lazy("Withdraw the change of delivery"),
            "effect": gettext_lazy("%(office)s goes on receiving as before."),
            "button": gettext_lazy("Withdraw"),
        },
    ),
}


def pause(request: OfficerRequest, code: str) -> HttpResponse:
    office = _managed(request, code)
    form = accounts.ReasonForm(request.POST or None)
    return _step(
        request,
        office,
        form,
        lambda: entries.pause(office, by=request.user, reason=form.cleaned_data["reason"]),
        title=_("Pause delivery to %(office)s") % {"office": office},
        effect=_(
            "Messages wait, in order, until delivery is resumed; urgent ones go on. Nothing is "
            "lost. The heads of the office and the administrators are told by mail."
        ),
        button=_("Pause delivery"),
        asks_proof=True,
        kind="danger",
    )


def resume(request: OfficerRequest, code: str) -> HttpResponse:
    office = _managed(request, code)
    return _step(
        request,
        office,
        accounts.StepForm(request.POST or None),
        lambda: entries.resume(office, by=request.user),
        title=_("Resume delivery to %(office)s") % {"office": office},
        effect=_("What waited arrives within seconds, the urgent first."),
        button=_("Resume delivery"),
    )


def secret(request: OfficerRequest, code: str) -> HttpResponse:
    office = _managed(request, code)
    return _step(
        request,
        office,
        accounts.StepForm(request.POST or None),
        lambda: (office.destination.url, webhooks.renew_secret(office, by=request.user)),
        title=_("Renew the webhook's secret"),
        effect=_("For 24 hours messages are signed with the old secret and the new one."),
        asks_proof=True,
        button=_("Renew the secret"),
    )


def switch_on(request: OfficerRequest, code: str) -> HttpResponse:
    office = _managed(request, code)
    return _step(
        request,
        office,
        accounts.StepForm(request.POST or None),
        lambda: webhooks.switch_on(office, by=request.user),
        title=_("Switch the webhook of %(office)s on") % {"office": office},
        effect=_("What waited goes within seconds, the urgent first."),
        button=_("Switch it on"),
    )


@require_POST
def ping(request: OfficerRequest, code: str) -> HttpResponse:
    office = _managed(request, code)
    webhooks.ping(office, by=request.user)
    messages.success(request, _("A ping is on its way. Its result stands below in a moment."))
    return redirect("central_offices:delivery", code)


@require_POST
def redeliver(request: OfficerRequest, code: str, pk: Any) -> HttpResponse:
    office = _managed(request, code)
    with acting.by_a_rule("how messages reach an office"):
        row = get_object_or_404(Delivery.objects.filter(destination__office=office), pk=pk)
    webhooks.redeliver(office, row, by=request.user)
    messages.success(request, _("It is sent once more. The result stands below in a moment."))
    return redirect("central_offices:delivery", code)


def _step(
    request: OfficerRequest,
    office: CentralOffice,
    form: Any,
    carry_out: Callable[..., Any],
    **words: Any,
) -> HttpResponse:
    """A secret that the step makes is shown this once."""

    def reveal(made: tuple[str, str | None] | None) -> Any:
        url, secret = made or ("", None)
        return shown_once.webhook_secret(request, office, url, secret) if secret else None

    back = reverse("central_offices:delivery", args=[office.code])
    words |= {"back": back, "back_label": str(office), "reveal": reveal}
    return step_page(request, form, carry_out, **words)


def _managed(request: OfficerRequest, code: str) -> CentralOffice:
    """The office, for its head and administrators; 404 where nothing is delivered."""
    rows = CentralOffice.objects.visible_to(request.user).select_related("destination")
    office = get_object_or_404(rows.exclude(destination=None), code=code)
    if not entries.manages(request.user, office):
        raise NotPermitted(_("How an office is reached is for its head and administrators."))
    return office
