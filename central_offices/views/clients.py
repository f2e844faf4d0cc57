"""Pages about offices' own systems: list, create, change, renew the secret, revoke."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.access.officer_request import OfficerRequest
from central_offices.accounts import wording
from central_offices.forms import accounts
from central_offices.forms import clients as client_forms
from central_offices.keys_and_clients import clients as verbs
from central_offices.models import ApiClient, Officer, Purpose
from central_offices.views import access, shown_once
from central_offices.views.step_page import step_page
from ledger import events
from ledger.models import Event


def clients(request: OfficerRequest) -> HttpResponse:
    """Every client, or those of the own office."""
    access.demand_reader(request.user)
    rows = ApiClient.objects.visible_to(request.user).select_related("officer__office")
    if office := request.GET.get("office"):
        rows = rows.filter(officer__office__code=office)
    context = {
        "rows": rows.order_by("revoked_at", "officer__office__code", "name")[:1000],
        "may_create": request.user.administers,
        "office": office or "",
        "page_level": 0,
    }
    return render(request, "central_offices/clients.html", context)


def client(request: OfficerRequest, pk: Any) -> HttpResponse:
    """One client: what it may do, when it called last, and what was done to it."""
    row = _visible(request.user, pk)
    events.record("api_client.view", by=request.user, subject=row)
    history = Event.objects.filter(subject_id=row.pk).exclude(verb__in=wording.LEFT_OUT)
    history = history.exclude(verb="api_client.token").select_related("actor", "detail")
    scopes = settings.OAUTH2_PROVIDER["SCOPES"]
    context = {
        "row": row,
        "scopes": [_(scopes[code]) for code in row.scopes],
        "purposes": [Purpose(code).label for code in row.purposes],
        "history": wording.history(history.order_by("-at")[:50]),
        "public_url": settings.PUBLIC_URL,
        "may_change": request.user.administers and not row.revoked_at,
        "page_level": 0,
    }
    return render(request, "central_offices/client.html", context)


def new(request: OfficerRequest) -> HttpResponse:
    """A new client: its secret is shown here once."""
    roles.demand_administrator(request.user)
    first = {"office": request.GET.get("office")}
    form = client_forms.NewForm(request.POST or None, initial=first)
    return _page(
        request,
        form,
        lambda: verbs.create(by=request.user, **form.values()),
        title=_("New API client"),
        effect=_("It files, sends and answers for its office; it never releases or approves."),
        button=_("Create the client"),
    )


def change(request: OfficerRequest, pk: Any) -> HttpResponse:
    row = _administered(request.user, pk)
    form = client_forms.ChangeForm(request.POST or None, client=row)
    return _page(
        request,
        form,
        lambda: verbs.change(row, by=request.user, **form.values()),
        row=row,
        title=_("Change what it may do"),
        effect=_("What is taken away ends at once, also for tokens that are in use."),
        button=_("Save"),
    )


def rotate(request: OfficerRequest, pk: Any) -> HttpResponse:
    row = _administered(request.user, pk)
    form = accounts.StepForm(request.POST or None)
    return _page(
        request,
        form,
        lambda: (row, verbs.rotate_secret(row, by=request.user)),
        row=row,
        title=_("Renew the secret"),
        effect=_("The old secret and every token made with it stop working at once."),
        button=_("Renew the secret"),
    )


def revoke(request: OfficerRequest, pk: Any) -> HttpResponse:
    row = _administered(request.user, pk)
    form = accounts.ReasonForm(request.POST or None)
    return _page(
        request,
        form,
        lambda: verbs.revoke(row, by=request.user, **form.values()),
        row=row,
        title=_("Revoke the client"),
        effect=_("It can never call again. What it did stays. A new system needs a new client."),
        button=_("Revoke the client"),
        kind="danger",
    )


def _page(
    request: OfficerRequest,
    form: Any,
    carry_out: Callable[..., Any],
    *,
    row: Any = None,
    **words: Any,
) -> HttpResponse:
    """A (client, secret) that the step makes is shown this once."""
    back = _address(row) if row else reverse("central_offices:clients")
    return step_page(
        request,
        form,
        carry_out,
        back=back,
        to=lambda made: _address(made[0]) if made else back,
        reveal=lambda made: shown_once.secret(request, *made) if made else None,
        back_label=row.name if row else _("API clients"),
        **words,
    )


def _address(row: ApiClient) -> str:
    return reverse("central_offices:client", args=[row.pk])


def _visible(by: Officer, pk: Any) -> ApiClient:
    access.demand_reader(by)
    rows = ApiClient.objects.visible_to(by).select_related("officer__office", "application")
    return get_object_or_404(rows, pk=pk)


def _administered(by: Officer, pk: Any) -> ApiClient:
    row = _visible(by, pk)
    roles.demand_administrator(by)
    return row
