"""Pages about offices' own systems: list, propose, change, take the secret, revoke."""

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
from central_offices.models import AccessChange, ApiClient, Officer, Purpose
from central_offices.two_persons import changes
from central_offices.two_persons.lifecycle import manages
from central_offices.views import access, access_changes, shown_once
from central_offices.views.step_page import step_page
from central_offices.views.steps import PROPOSED
from kernel.errors import NotPermitted
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
        "may_create": manages(request.user, request.user.office),
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
        "may_change": manages(request.user, row.officer.office) and not row.revoked_at,
        "may_take_secret": verbs.may_take_secret(request.user, row.officer.office),
        "changes": access_changes.open_about(request.user, client=row),
        "page_level": 0,
    }
    return render(request, "central_offices/client.html", context)


def new(request: OfficerRequest) -> HttpResponse:
    """A new client is proposed; once it is confirmed the office's head takes its secret."""
    if not manages(request.user, request.user.office):
        roles.demand_administrator(request.user)
    first = {"office": request.GET.get("office")}
    form = client_forms.NewForm(request.POST or None, initial=first, by=request.user)
    return _page(
        request,
        form,
        lambda: _propose("CLIENT", form.values(), by=request.user),
        to=access_changes.address,
        done=PROPOSED,
        title=_("New API client"),
        effect=_(
            "It files, sends and answers for its office; it never releases or approves. It comes "
            "into force when a second person confirms it; one of the two is a head of the office, "
            "who then takes the secret."
        ),
        button=_("Propose"),
    )


def _propose(kind: str, values: dict[str, Any], *, by: Officer) -> AccessChange:
    return changes.propose(kind, values.pop("office"), by=by, **values)


def change(request: OfficerRequest, pk: Any) -> HttpResponse:
    row = _managed(request.user, pk)
    form = client_forms.ChangeForm(request.POST or None, client=row)
    return _page(
        request,
        form,
        lambda: _change(row, form.values(), by=request.user),
        to=lambda made: access_changes.address(made) if made else _address(row),
        row=row,
        title=_("Change what it may do"),
        effect=_(
            "What is taken away ends at once, also for tokens that are in use. More rights come "
            "into force when a second person confirms them."
        ),
        button=_("Save"),
    )


def _change(row: ApiClient, given: dict[str, Any], *, by: Officer) -> AccessChange | None:
    if verbs.widens(row, given):
        values = {"office": row.officer.office, "client": row, **given}
        return _propose("CLIENT_RIGHTS", values, by=by)
    verbs.narrow(row, by=by, **given)
    return None


def secret(request: OfficerRequest, pk: Any) -> HttpResponse:
    row = _visible(request.user, pk)
    if not verbs.may_take_secret(request.user, row.officer.office):
        raise NotPermitted(_("The secret is for the office's head to take."))
    form = accounts.StepForm(request.POST or None)
    return _page(
        request,
        form,
        lambda: verbs.take_secret(row, by=request.user),
        reveal=lambda made: shown_once.secret(request, row, made),
        row=row,
        title=_("Take a new secret"),
        effect=_(
            "It is shown once, to you alone. The old secret and every token made with it stop "
            "working at once."
        ),
        button=_("Take a new secret"),
    )


def revoke(request: OfficerRequest, pk: Any) -> HttpResponse:
    row = _managed(request.user, pk)
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
    back = _address(row) if row else reverse("central_offices:clients")
    label = row.name if row else _("API clients")
    return step_page(
        request, form, carry_out, back=back, back_label=label, asks_proof=True, **words
    )


def _address(row: ApiClient) -> str:
    return reverse("central_offices:client", args=[row.pk])


def _visible(by: Officer, pk: Any) -> ApiClient:
    access.demand_reader(by)
    rows = ApiClient.objects.visible_to(by).select_related("officer__office", "application")
    return get_object_or_404(rows, pk=pk)


def _managed(by: Officer, pk: Any) -> ApiClient:
    row = _visible(by, pk)
    if not manages(by, row.officer.office):
        raise NotPermitted(_("API clients are for the office's head and administrators to change."))
    return row
