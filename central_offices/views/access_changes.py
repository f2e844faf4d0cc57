"""Pages on which changes of access are found, read, confirmed, declined and objected to."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.access.officer_request import OfficerRequest
from central_offices.accounts import wording
from central_offices.forms import accounts
from central_offices.models import AccessChange, Officer
from central_offices.taking_part import concerned
from central_offices.two_persons import changes, commissioning
from central_offices.two_persons.lifecycle import access_change_steps
from central_offices.two_persons.wording import rows_of
from central_offices.views.step_page import step_page
from ledger import events
from ledger.lifecycle import why_not_yet
from ledger.models import Event

MAX_ROWS_SHOWN = 100


def access_changes(request: OfficerRequest) -> HttpResponse:
    """List of what was proposed and decided, the newest first."""
    rows = _rows(request.user).order_by("-proposed_at")
    context = {
        "rows": rows[:MAX_ROWS_SHOWN],
        "decides": {row.pk for row in changes.to_decide(request.user)},
        "page_level": 0,
    }
    return render(request, "central_offices/access_changes.html", context)


def access_change(request: OfficerRequest, pk: Any) -> HttpResponse:
    """One change: who proposes what, what was said, and what the officer may do with it."""
    row = get_object_or_404(_rows(request.user), pk=pk)
    events.record("accesschange.view", by=request.user, subject=row)
    history = Event.objects.filter(subject_id=row.pk).exclude(verb="accesschange.view")
    history = history.select_related("actor", "detail").order_by("-at")
    context = {
        "row": row,
        "facts": rows_of(row),
        "concerns": concerns_of(row),
        "objections": row.objections.select_related("by").order_by("at"),
        "steps": [
            (name, STEPS[name])
            for name in access_change_steps.open_to(request.user, row)
            if name in STEPS
        ],
        "not_yet": _not_yet(request.user, row),
        "setting_up": commissioning.being_set_up(),
        "history": wording.history(history[:50]),
        "page_level": 0,
    }
    return render(request, "central_offices/access_change.html", context)


def decide(request: OfficerRequest, pk: Any, name: str) -> HttpResponse:
    """The last look before a step, and the step."""
    row = get_object_or_404(_rows(request.user), pk=pk)
    if name not in STEPS:
        raise Http404
    step = STEPS[name]
    form = step["form"](request.POST or None)
    if request.method != "POST":
        access_change_steps.demand(name, row, by=request.user)
    return step_page(
        request,
        form,
        lambda: step["verb"](row, by=request.user, **form.values()),
        back=address(row),
        back_label=_("Change of access"),
        title=f"{step['label']}: {row}",
        effect=_effect(row, name),
        button=step["label"],
        kind=step.get("kind", "primary"),
        done=step["done"],
        asks_proof=access_change_steps.steps[name].proof,
        facts=facts_of(row),
    )


def _effect(row: AccessChange, name: str) -> Any:
    """Say what follows from the step, and who is asked before: never whose account may be lost."""
    if row.suspends_until and row.status == row.Status.PENDING and name in ("decline", "withdraw"):
        return _("The account opens again at once.")
    if name == "confirm" and row.kind in row.OF_OFFICES:
        return _("It is decided then, and holds from the day that stands below.")
    if name == "confirm" and row.kind == row.Kind.ENTRY:
        return _(
            "It comes into force now. Confirm only what you have checked with the office by "
            "another way than mail."
        )
    if name == "confirm" and row.kind in row.TAKES_AWAY:
        return _(
            "It comes into force now. Before you confirm, ask whoever proposed it by another way "
            "than mail."
        )
    return STEPS[name]["effect"]


def facts_of(row: AccessChange) -> list[tuple[Any, Any]]:
    """Office, person, content and reason of a change, for the page on which somebody decides."""
    about: list[tuple[Any, Any]] = [(_("Office"), row.office)]
    if row.person:
        about.append((_("Officer"), f"{row.person.name} ({row.person.email})"))
    reason = [(_("Reason"), row.reason)] if row.reason else []
    said = [*about, *rows_of(row), *reason, (_("Proposed by"), row.proposed_by)]
    return [*said, *concerns_of(row)]


def concerns_of(row: AccessChange) -> list[tuple[Any, Any]]:
    """Numbers of what hangs on the office today, where it is about how the office takes part."""
    of_office = row.kind in row.OF_OFFICES and row.kind != row.Kind.NEW_OFFICE
    if not of_office or row.status not in row.OPEN:
        return []
    return [(told.words, told.number) for told in concerned.count(row.office)]


def address(row: AccessChange) -> str:
    return reverse("central_offices:access_change", args=[row.pk])


def open_about(by: Officer, **about: Any) -> Any:
    """The changes about an officer or a client that are not settled."""
    rows = AccessChange.objects.visible_to(by).filter(status__in=AccessChange.OPEN, **about)
    return rows.select_related("office", "person", "client").order_by("proposed_at")


def _rows(by: Officer) -> Any:
    rows = AccessChange.objects.visible_to(by)
    return rows.select_related("office", "person", "client", "proposed_by__office", "decided_by")


def _not_yet(by: Officer, row: AccessChange) -> str:
    """Why somebody who could decide can't yet."""
    for name in ("confirm", "agree"):
        step = access_change_steps.steps[name]
        if row.status in step.sources and step.allowed(by, row):
            return why_not_yet(step, by, row)
    return ""


STEPS: dict[str, Any] = {
    "confirm": {
        "label": gettext_lazy("Confirm"),
        "effect": gettext_lazy(
            "It comes into force now. Confirm only what you have checked with the person by "
            "another way than mail."
        ),
        "form": accounts.StepForm,
        "verb": changes.confirm,
        "done": gettext_lazy("Confirmed. It is in force."),
    },
    "agree": {
        "label": gettext_lazy("Agree"),
        "effect": gettext_lazy(
            "Every officer of the office is told and may object, until the waiting time is over. "
            "Then it comes into force."
        ),
        "form": accounts.StepForm,
        "verb": changes.confirm,
        "done": gettext_lazy("Agreed."),
    },
    "decline": {
        "label": gettext_lazy("Decline"),
        "effect": gettext_lazy("Everything stays as it is."),
        "form": accounts.NoteForm,
        "verb": changes.decline,
        "kind": "danger",
        "done": gettext_lazy("Declined."),
    },
    "withdraw": {
        "label": gettext_lazy("Withdraw"),
        "effect": gettext_lazy("Everything stays as it is."),
        "form": accounts.StepForm,
        "verb": changes.withdraw,
        "kind": "danger",
        "done": gettext_lazy("Withdrawn."),
    },
    "object": {
        "label": gettext_lazy("Object"),
        "effect": gettext_lazy(
            "It does not come into force: the Commission reads what you write, and decides. "
            "You can object once."
        ),
        "form": accounts.ReasonForm,
        "verb": changes.object_to,
        "done": gettext_lazy("The Commission was told."),
    },
    "allow": {
        "label": gettext_lazy("Allow"),
        "effect": gettext_lazy("It comes into force now."),
        "form": accounts.ReasonForm,
        "verb": changes.allow,
        "done": gettext_lazy("Allowed. It is in force."),
    },
    "forbid": {
        "label": gettext_lazy("Forbid"),
        "effect": gettext_lazy("It ends here, and everything stays as it is."),
        "form": accounts.ReasonForm,
        "verb": changes.forbid,
        "kind": "danger",
        "done": gettext_lazy("It does not come into force."),
    },
}
