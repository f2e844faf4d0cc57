"""Pages about officers: find them, see what one holds and what was done, invite a new one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.access.officer_request import OfficerRequest
from central_offices.accounts import hand_out, officer_list, staff, wording
from central_offices.forms import accounts
from central_offices.models import AccessChange, Officer
from central_offices.sign_in import lockout
from central_offices.two_persons import changes
from central_offices.two_persons.lifecycle import manages
from central_offices.views import access, access_changes, steps
from central_offices.views.step_page import step_page
from kernel.pages import keyset
from kernel.pages.narrowing import with_chosen
from ledger import events
from ledger.models import Event


def officers(request: OfficerRequest) -> HttpResponse:
    """List of the officers whom one may see, found by name or address, office, role and state."""
    access.demand_reader(request.user)
    found = officer_list.officers(request.user, request.GET)
    page = keyset.asked(found, request.GET, officer_list.BY_NAME)
    officer_list.with_roles(page.rows)
    if request.GET.get("q"):
        detail = {"q": request.GET["q"]}
        events.record(
            "officer.search", by=request.user, data={"found": len(page.rows)}, detail=detail
        )
    context = {
        "page": page,
        "pager": keyset.links(page, request.GET),
        "roles": with_chosen(accounts.PEOPLE_ROLES, request.GET.get("role", "")),
        "states": with_chosen(wording.STATES, request.GET.get("state", "")),
        "asked": request.GET,
        "may_invite": manages(request.user, request.user.office),
        "page_level": 0,
    }
    return render(request, "central_offices/officers.html", context)


def officer(request: OfficerRequest, pk: Any) -> HttpResponse:
    """One account: office, clearance, roles past and to come, and what was done to it."""
    row = access.officer(request.user, pk)
    events.record("officer.view", by=request.user, subject=row)
    history = Event.objects.filter(subject_type=row._meta.label_lower, subject_id=UUID(int=row.pk))
    history = history.exclude(verb__in=wording.LEFT_OUT).select_related("actor", "detail")
    waiting = list(access_changes.open_about(request.user, person=row))
    suspended = any(one.is_suspending for one in waiting)
    # Declining the suspension opens the account as it was; enabled, it would count as new.
    open_steps = [] if suspended else staff.open_to(request.user, row)
    context = {
        "row": row,
        "grants": row.grants.select_related("office", "granted_by").order_by("-valid_from"),
        "history": wording.history(history.order_by("-at")[:50]),
        "steps": [(name, steps.STEPS[name]) for name in open_steps],
        "invitation": row.invitations.open().first(),
        "locked": lockout.is_slowed(row.email),
        "hands_out": hand_out.may(request.user, row),
        "may_end_roles": staff.may_administer(request.user, row) and row.is_active,
        "changes": waiting,
        "suspended": suspended,
        "page_level": 0,
    }
    return render(request, "central_offices/officer.html", context)


def invite(request: OfficerRequest) -> HttpResponse:
    """A new officer is proposed; the one-time link goes to that person once it is confirmed."""
    if not manages(request.user, request.user.office):
        roles.demand_administrator(request.user)
    first = {"office": request.GET.get("office")}
    form = accounts.InviteForm(request.POST or None, initial=first, by=request.user)
    return step_page(
        request,
        form,
        lambda: _propose(form.values(), by=request.user),
        back=reverse("central_offices:officers"),
        to=access_changes.address,
        done=steps.PROPOSED,
        title=_("Invite an officer"),
        effect=_(
            "It comes into force when a second person confirms it; one of the two is a head of the "
            "office. Then a link is mailed to the officer, who alone sees it."
        ),
        button=_("Propose"),
        back_label=_("Officers"),
        asks_proof=True,
    )


def _propose(values: dict[str, Any], *, by: Officer) -> AccessChange:
    return changes.propose("ACCOUNT", values.pop("office"), by=by, **values)
