"""Pages on which an office's keys are registered, renewed and revoked."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from central_offices import roles
from central_offices.access.officer_request import OfficerRequest
from central_offices.forms import accounts
from central_offices.forms import keys as key_forms
from central_offices.keys_and_clients import key_claims, registered_keys
from central_offices.keys_and_clients import keys as verbs
from central_offices.models import AccessChange, CentralOffice, OfficeKey
from central_offices.two_persons import changes
from central_offices.views import access_changes
from central_offices.views.step_page import step_page
from central_offices.views.steps import PROPOSED
from kernel.errors import NotPermitted


@sensitive_post_parameters("public_key")
def register(request: OfficerRequest, code: str) -> HttpResponse:
    """The public key of the office's own system; a private one is neither kept nor shown again."""
    row = _office(request, code)
    form = key_forms.RegisterForm(request.POST or None, office=row)

    def carry_out() -> AccessChange:
        try:
            content = registered_keys.content(**form.values())
            return changes.propose("KEY", row, by=request.user, **content)
        finally:
            form.forget_key()

    return _page(
        request,
        row,
        form,
        carry_out,
        title=_("Register a key of the system of %(office)s") % {"office": row},
        effect=_(
            "It comes into force when a second person confirms it; one of the two is a head of "
            "the office. From then on the office's system must sign every request, answer and "
            "acknowledgement with it; unsigned calls are refused."
        ),
        button=_("Propose the key"),
        to=access_changes.address,
        done=PROPOSED,
    )


def renew(request: OfficerRequest, code: str) -> HttpResponse:
    row = _office(request, code)
    form = accounts.StepForm(request.POST or None)
    return _page(
        request,
        row,
        form,
        lambda: verbs.renew(row, by=request.user),
        title=_("Renew the key that signs for %(office)s") % {"office": row},
        effect=_("What people write in the browser is signed with the new key from now on."),
        button=_("Renew the key"),
    )


def revoke(request: OfficerRequest, code: str, kid: str) -> HttpResponse:
    row = _office(request, code)
    key = get_object_or_404(OfficeKey.objects.visible_to(request.user), office=row, kid=kid)
    form = key_forms.RevokeForm(request.POST or None)
    return _page(
        request,
        row,
        form,
        lambda: verbs.revoke(key, by=request.user, **form.values()),
        title=_("Revoke the key %(key)s") % {"key": key},
        effect=_("It cannot be undone. Every office is told at once, in the urgent lane."),
        button=_("Revoke the key"),
        kind="danger",
    )


def moment(request: OfficerRequest, code: str, kid: str, name: str) -> HttpResponse:
    """Confirm or decline since when somebody else may have had a key."""
    row = _office(request, code)
    key = get_object_or_404(OfficeKey.objects.visible_to(request.user), office=row, kid=kid)
    roles.demand_administrator(request.user)
    if name not in ("confirm", "decline"):
        raise Http404
    confirms = name == "confirm"
    form = (accounts.StepForm if confirms else accounts.ReasonForm)(request.POST or None)
    verb = key_claims.confirm if confirms else key_claims.decline
    effect = _("What was signed from %(time)s UTC on does not count any more.")
    if not confirms:
        effect = _("What was receipted before the key was revoked goes on counting.")
    since = f"{key.claimed_from:%Y-%m-%d %H:%M}" if key.claimed_from else ""
    return _page(
        request,
        row,
        form,
        lambda: verb(key, by=request.user, **form.values()),
        title=_("Since when the key %(key)s was in other hands") % {"key": key},
        effect=effect % {"time": since} if confirms else effect,
        button=_("Confirm the moment") if confirms else _("Decline the moment"),
        kind="danger" if confirms else "primary",
    )


def _page(
    request: OfficerRequest, row: Any, form: Any, carry_out: Callable[..., Any], **words: Any
) -> HttpResponse:
    back = reverse("central_offices:detail", args=[row.code]) + "#office-keys"
    words |= {"back": back, "back_label": str(row), "asks_proof": True}
    return step_page(request, form, carry_out, **words)


def _office(request: OfficerRequest, code: str) -> CentralOffice:
    row = get_object_or_404(CentralOffice.objects.visible_to(request.user), code=code)
    if not verbs.may_manage(request.user, row):
        raise NotPermitted(_("Keys are for heads of office and administrators to manage."))
    return row
