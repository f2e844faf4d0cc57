"""The steps that an administrator takes with an account: each has a page of its own to confirm."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.access.officer_request import OfficerRequest
from central_offices.accounts import invitations, staff
from central_offices.forms import accounts
from central_offices.models import Officer
from central_offices.views import access, shown_once
from central_offices.views.step_page import step_page


class Step(NamedTuple):
    """The page behind a button: the sentence that says what will happen, and who does it.

    `carry_out(officer, by, values)` returns a one-time link to show, or None.
    """

    label: Any
    effect: Any
    form: type[accounts.StepForm]
    carry_out: Callable[[Officer, Officer, dict[str, Any]], str | None]
    done: Any
    kind: str = ""


def step(request: OfficerRequest, pk: Any, name: str) -> HttpResponse:
    """The last look before a step, and the step."""
    row = access.officer(request.user, pk)
    if name not in STEPS:
        raise Http404
    staff.check(request.user, row)
    return _page(request, STEPS[name], row)


def end_role(request: OfficerRequest, pk: Any, grant: UUID) -> HttpResponse:
    """End one of the officer's roles."""
    row = access.officer(request.user, pk)
    held = get_object_or_404(row.grants, pk=grant)
    staff.check(request.user, row)
    page = Step(
        _("End the role %(role)s") % {"role": held},
        _("What the role opens is closed at once."),
        accounts.NoteForm,
        lambda row, by, values: staff.end_role(held, by=by, reason=values["reason"]),
        _("The role has ended."),
        "danger",
    )
    return _page(request, page, row)


def _page(request: OfficerRequest, page: Step, row: Officer) -> HttpResponse:
    form = page.form(request.POST or None, officer=row)
    return step_page(
        request,
        form,
        lambda: page.carry_out(row, request.user, form.values()),
        back=reverse("central_offices:officer", args=[row.pk]),
        reveal=lambda link: shown_once.link(request, row, link) if link else None,
        done=page.done,
        title=page.label,
        effect=page.effect,
        button=page.label,
        kind=page.kind,
        back_label=row.name,
    )


def _give_role(row: Officer, by: Officer, values: dict[str, Any]) -> None:
    staff.give_role(row, values.pop("role"), by=by, **values)


STEPS = {
    "give_role": Step(
        gettext_lazy("Give a role"),
        gettext_lazy("The officer may do what the role allows, in the own office, in that time."),
        accounts.RoleForm,
        _give_role,
        gettext_lazy("The role was given."),
    ),
    "change_clearance": Step(
        gettext_lazy("Change the clearance"),
        gettext_lazy("Records above the clearance vanish from the officer's view at once."),
        accounts.ClearanceForm,
        lambda row, by, values: staff.change_clearance(
            row, values["clearance"], by=by, reason=values["reason"]
        ),
        gettext_lazy("The clearance was changed."),
    ),
    "move": Step(
        gettext_lazy("Move to another office"),
        gettext_lazy(
            "Every role, every invitation to a single case and every session ends at once. "
            "What the officer did stays where it is. Give new roles afterwards."
        ),
        accounts.MoveForm,
        lambda row, by, values: staff.move(row, values.pop("office"), by=by, **values),
        gettext_lazy("The officer was moved. Give the roles of the new office now."),
    ),
    "end_sessions": Step(
        gettext_lazy("End every session"),
        gettext_lazy("The officer is signed out everywhere, and may sign in again."),
        accounts.StepForm,
        lambda row, by, values: staff.end_sessions(row, by=by),
        gettext_lazy("Every session has ended."),
    ),
    "start_reset": Step(
        gettext_lazy("Start a new password"),
        gettext_lazy(
            "A one-time link is mailed to the officer, who chooses the password. "
            "Nobody else sees it. The old password works until then."
        ),
        accounts.StepForm,
        lambda row, by, values: invitations.start_reset(row, by=by),
        gettext_lazy("A link was mailed to the officer."),
    ),
    "renew_invitation": Step(
        gettext_lazy("Renew the invitation"),
        gettext_lazy("A new link is mailed and shown to you once. The old one is void."),
        accounts.StepForm,
        lambda row, by, values: invitations.renew(row, by=by),
        "",
    ),
    "remove_factors": Step(
        gettext_lazy("Take the second factor away"),
        gettext_lazy(
            "For somebody who lost telephone and keys. Be sure who is asking: call back. "
            "Every session ends; the officer signs in with the password and sets up a new factor."
        ),
        accounts.StepForm,
        lambda row, by, values: staff.remove_factors(row, by=by),
        gettext_lazy("The second factor is gone. The officer was told by mail."),
        "danger",
    ),
    "unlock": Step(
        gettext_lazy("Unlock"),
        gettext_lazy("The failed attempts are forgotten: the officer may sign in at once."),
        accounts.StepForm,
        lambda row, by, values: staff.unlock(row, by=by),
        gettext_lazy("The account is unlocked."),
    ),
    "disable": Step(
        gettext_lazy("Disable the account"),
        gettext_lazy(
            "The officer is signed out everywhere and cannot sign in until it is enabled."
        ),
        accounts.ReasonForm,
        lambda row, by, values: staff.disable(row, by=by, reason=values["reason"]),
        gettext_lazy("The account is disabled."),
        "danger",
    ),
    "enable": Step(
        gettext_lazy("Enable the account"),
        gettext_lazy("The officer may sign in again, with the roles that are still in force."),
        accounts.ReasonForm,
        lambda row, by, values: staff.enable(row, by=by, reason=values["reason"]),
        gettext_lazy("The account is open again."),
    ),
}
