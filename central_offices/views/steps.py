"""The steps that administrators and heads take with an account, each on a page of its own."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.access.officer_request import OfficerRequest
from central_offices.accounts import invitations, shifts, staff, suspending
from central_offices.forms import accounts
from central_offices.forms.accounts import moment_text
from central_offices.models import Officer, RoleGrant
from central_offices.two_persons import changes
from central_offices.views import access, access_changes
from central_offices.views.step_page import step_page
from ledger import fresh_proof


class Step(NamedTuple):
    """The page behind a button: the sentence that says what will happen, and who does it.

    `carry_out(officer, by, values)` returns the change of access that it proposed, or None.
    """

    label: Any
    effect: Any
    form: type[accounts.StepForm]
    carry_out: Callable[[Officer, Officer, dict[str, Any]], Any]
    done: Any
    kind: str = ""


PROPOSED = gettext_lazy("Proposed. It waits for a second person.")


TOLD = gettext_lazy(
    "The officer, the heads of the office and the administrators are told by mail. A role by which "
    "somebody decides is ended by two persons."
)


def no_change(made: object) -> None:
    """The step was done at once, without a second person."""


def step(request: OfficerRequest, pk: Any, name: str) -> HttpResponse:
    """The last look before a step, and the step."""
    row = access.officer(request.user, pk)
    if name not in STEPS:
        raise Http404
    staff.check_step(request.user, row, name)
    return _page(request, STEPS[name], row, asks_proof=fresh_proof.asks(f"officer.{name}"))


def end_role(request: OfficerRequest, pk: Any, grant: UUID) -> HttpResponse:
    """End one of the officer's roles."""
    row = access.officer(request.user, pk)
    held = get_object_or_404(row.grants, pk=grant)
    staff.check(request.user, row)
    page = Step(
        _("End the role %(role)s") % {"role": held},
        _("What the role opens is closed at once.") + " " + str(TOLD),
        accounts.NoteForm,
        lambda row, by, values: _end_role(row, held, by, values["reason"]),
        _("Saved."),
        "danger",
    )
    return _page(request, page, row, asks_proof=True)


def _page(request: OfficerRequest, page: Step, row: Officer, *, asks_proof: bool) -> HttpResponse:
    form = page.form(request.POST or None, officer=row)
    if not request.user.administers:
        form.fields.pop("without_head", None)
    back = reverse("central_offices:officer", args=[row.pk])
    return step_page(
        request,
        form,
        lambda: page.carry_out(row, request.user, form.values()),
        back=back,
        to=lambda made: access_changes.address(made) if made else back,
        done=lambda made: PROPOSED if made else page.done,
        title=page.label,
        effect=page.effect,
        button=page.label,
        kind=page.kind,
        back_label=row.name,
        asks_proof=asks_proof,
    )


def _give_role(row: Officer, by: Officer, values: dict[str, Any]) -> Any:
    days = {name: moment_text(values[name]) for name in ("valid_from", "valid_to")}
    return changes.propose("ROLE", row.office, person=row, by=by, **(values | days))


def _change_clearance(row: Officer, by: Officer, values: dict[str, Any]) -> Any:
    if values["clearance"] > row.clearance:
        return changes.propose("CLEARANCE", row.office, person=row, by=by, **values)
    if values["clearance"] < row.clearance and staff.decides(row):
        return changes.propose("LOWER", row.office, person=row, by=by, **values)
    staff.lower_clearance(row, by=by, **values)
    return None


def _end_role(row: Officer, held: RoleGrant, by: Officer, reason: str) -> Any:
    if staff.decides_by(row, held.role):
        return changes.propose(
            "END_ROLE",
            row.office,
            person=row,
            by=by,
            reason=reason,
            role=held.role,
            grant=str(held.pk),
        )
    staff.end_role(held, by=by, reason=reason)
    return None


def _disable(row: Officer, by: Officer, reason: str) -> Any:
    if staff.needs_two(row):
        return changes.propose("DISABLE", row.office, person=row, by=by, reason=reason)
    staff.disable(row, by=by, reason=reason)
    return None


STEPS = {
    "give_role": Step(
        gettext_lazy("Give a role"),
        gettext_lazy(
            "It comes into force when a second person confirms it; one of the two is a head of the "
            "office. The officer may then do what the role allows, in that time."
        ),
        accounts.RoleForm,
        _give_role,
        PROPOSED,
    ),
    "give_shift": Step(
        gettext_lazy("Give the duty for a shift"),
        gettext_lazy("The officer is duty officer at once, for the hours of one shift."),
        accounts.ShiftForm,
        lambda row, by, values: no_change(shifts.give_shift(row, by=by, **values)),
        gettext_lazy("The officer is on duty now."),
    ),
    "change_clearance": Step(
        gettext_lazy("Change the clearance"),
        gettext_lazy(
            "A lower one counts at once, and is told by mail: records above it vanish from the "
            "officer's view. A higher one, and a lower one of somebody who decides about what "
            "others did, comes into force when a second person confirms it."
        ),
        accounts.ClearanceForm,
        _change_clearance,
        gettext_lazy("Saved."),
    ),
    "move": Step(
        gettext_lazy("Move to another office"),
        gettext_lazy(
            "A head of each of the two offices decides: one proposes, the other confirms. Proposed "
            "by an administrator, a second one agrees, and everybody of both offices may object "
            "until the waiting time is over. Then every role, every invitation to a single case "
            "and every session ends at once. What the officer did stays where it is. Give new "
            "roles afterwards."
        ),
        accounts.MoveForm,
        lambda row, by, values: changes.propose(
            "MOVE", values.pop("office"), person=row, by=by, **values
        ),
        PROPOSED,
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
        gettext_lazy("A new link is mailed, to the officer only. The old one is void."),
        accounts.StepForm,
        lambda row, by, values: invitations.renew(row, by=by),
        gettext_lazy("A new link was mailed to the officer."),
    ),
    "remove_factors": Step(
        gettext_lazy("Take the second factor away"),
        gettext_lazy(
            "For somebody who lost telephone and keys. Be sure who is asking: call back. It comes "
            "into force when a second person confirms it; one of the two is a head of the office. "
            "Every session ends; the officer signs in with the password and sets up a new factor."
        ),
        accounts.ReasonForm,
        lambda row, by, values: changes.propose(
            "FACTORS", row.office, person=row, by=by, reason=values["reason"]
        ),
        PROPOSED,
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
            "The officer is signed out everywhere and cannot sign in until it is enabled. The "
            "officer, the heads of the office and the administrators are told by mail. Where "
            "somebody decides by the account, or nobody else works there, a second person "
            "confirms it first: an administrator, a head of the office or, where there is no other "
            "administrator, a member of the Commission."
        ),
        accounts.ReasonForm,
        lambda row, by, values: _disable(row, by, values["reason"]),
        gettext_lazy("Saved."),
        "danger",
    ),
    "suspend": Step(
        gettext_lazy("Suspend at once"),
        gettext_lazy(
            "For an account that may be in other hands. The officer is signed out everywhere now. "
            "Unless a second person confirms it within the hours of the rule, the account opens "
            "again by itself. The officer, everybody of the office, the administrators and the "
            "Commission are told by mail who did it."
        ),
        accounts.ReasonForm,
        lambda row, by, values: suspending.suspend(row, by=by, reason=values["reason"]),
        gettext_lazy("Suspended. It waits for a second person."),
        "danger",
    ),
    "enable": Step(
        gettext_lazy("Enable the account"),
        gettext_lazy(
            "When a second person has confirmed it, the officer may sign in again, with the roles "
            "that are still in force."
        ),
        accounts.ReasonForm,
        lambda row, by, values: changes.propose(
            "ENABLE", row.office, person=row, by=by, reason=values["reason"]
        ),
        PROPOSED,
    ),
}
