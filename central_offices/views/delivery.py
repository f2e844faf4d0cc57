"""How messages reach an office: the delivery page, and what heads and administrators do there."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.kernel.errors import NotPermitted
from central_offices import directory, forms, roles, webhooks
from central_offices.models import CentralOffice
from central_offices.views import shown_once
from central_offices.views.step_page import step_page
from ledger import events
from ledger.models import Delivery, Destination

MOST = 50


def page(request, code):
    """Whether messages flow, how often they did not, and every call as evidence."""
    office = _managed(request, code)
    row, administers = office.destination, roles.administers(request.user)
    events.record("office.delivery.view", by=request.user, data={"office": office.code})
    queued = row.deliveries.filter(status=Delivery.Status.QUEUED)
    dead = row.deliveries.filter(status=Delivery.Status.DEAD)
    context = {
        "office": office,
        "row": row,
        "is_webhook": row.mode == Destination.Mode.WEBHOOK,
        "secrets": row.secrets.exclude(ends_at__lte=timezone.now()).order_by("-created_at"),
        "errands": row.errands.select_related("asked_by", "delivery").order_by("-asked_at")[:10],
        "attempts": webhooks.attempts(row)[:MOST],
        # What waits is seen by nobody of the recipient before it is delivered.
        "waiting": queued[:10_000].count() if administers else None,
        "dead": dead[:1000].count() if administers else 0,
        "technical": administers,
        "page_level": 0,
    }
    return render(request, "central_offices/delivery.html", context)


def receive(request, code):
    office = _managed(request, code)
    row = office.destination
    first = {"mode": row.mode, "url": row.url}
    form = forms.ReceiveForm(request.POST or None, initial=first)
    return _step(
        request,
        office,
        form,
        lambda: _receive(office, form.cleaned_data, by=request.user),
        title=_("How %(office)s receives") % {"office": office},
        effect=_("What is on its way already arrives in the new way."),
        button=_("Save"),
        blame="url",
    )


def _receive(office, given, *, by) -> str:
    if given["mode"] == Destination.Mode.WEBHOOK:
        return webhooks.set_up(office, given["url"], by=by)
    directory.receive_by(office, given["mode"], by=by)
    return ""


def pause(request, code):
    office = _managed(request, code)
    form = forms.ReasonForm(request.POST or None)
    return _step(
        request,
        office,
        form,
        lambda: directory.pause(office, by=request.user, reason=form.cleaned_data["reason"]),
        title=_("Pause delivery to %(office)s") % {"office": office},
        effect=_("Messages wait, in order, until delivery is resumed. Nothing is lost."),
        button=_("Pause delivery"),
        kind="danger",
    )


def resume(request, code):
    office = _managed(request, code)
    return _step(
        request,
        office,
        forms.StepForm(request.POST or None),
        lambda: directory.resume(office, by=request.user),
        title=_("Resume delivery to %(office)s") % {"office": office},
        effect=_("What waited arrives within seconds, the urgent first."),
        button=_("Resume delivery"),
    )


def secret(request, code):
    office = _managed(request, code)
    return _step(
        request,
        office,
        forms.StepForm(request.POST or None),
        lambda: webhooks.renew_secret(office, by=request.user),
        title=_("Renew the webhook's secret"),
        effect=_("For 24 hours messages are signed with the old secret and the new one."),
        button=_("Renew the secret"),
    )


def switch_on(request, code):
    office = _managed(request, code)
    return _step(
        request,
        office,
        forms.StepForm(request.POST or None),
        lambda: webhooks.switch_on(office, by=request.user),
        title=_("Switch the webhook of %(office)s on") % {"office": office},
        effect=_("What waited goes within seconds, the urgent first."),
        button=_("Switch it on"),
    )


@require_POST
def ping(request, code):
    office = _managed(request, code)
    webhooks.ping(office, by=request.user)
    messages.success(request, _("A ping is on its way. Its result stands below in a moment."))
    return redirect("central_offices:delivery", code)


@require_POST
def redeliver(request, code, pk):
    office = _managed(request, code)
    row = get_object_or_404(Delivery.objects.filter(destination__office=office), pk=pk)
    webhooks.redeliver(office, row, by=request.user)
    messages.success(request, _("It is sent once more. The result stands below in a moment."))
    return redirect("central_offices:delivery", code)


def _step(request, office, form, carry_out, **words):
    """A secret that the step makes is shown this once."""

    def reveal(secret: str | None):
        url = Destination.objects.get(office=office).url
        return shown_once.webhook_secret(request, office, url, secret) if secret else None

    back = reverse("central_offices:delivery", args=[office.code])
    words |= {"back": back, "back_label": str(office), "reveal": reveal}
    return step_page(request, form, carry_out, **words)


def _managed(request, code) -> CentralOffice:
    """The office, for its head and administrators; 404 where nothing is delivered."""
    rows = CentralOffice.objects.visible_to(request.user).select_related("destination")
    office = get_object_or_404(rows.exclude(destination=None), code=code)
    if not directory.manages(request.user, office):
        raise NotPermitted(_("How an office is reached is for its head and administrators."))
    return office
