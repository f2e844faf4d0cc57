"""Pages about officers: find them, see what one holds and what was done, invite a new one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.access.officer_request import OfficerRequest
from central_offices.accounts import invitations, officer_list, sign_ins, staff, wording
from central_offices.forms import accounts
from central_offices.views import access, shown_once, steps
from central_offices.views.step_page import step_page
from kernel.pages import keyset
from ledger import events
from ledger.models import Event


def officers(request: OfficerRequest) -> HttpResponse:
    """Whom one may see, found by name or address, office, role and state."""
    access.demand_reader(request.user)
    found = officer_list.officers(request.user, request.GET)
    page = keyset.asked(found, request.GET, officer_list.BY_NAME, counted=False)
    officer_list.with_roles(page.rows)
    if request.GET.get("q"):
        detail = {"q": request.GET["q"]}
        events.record(
            "officer.search", by=request.user, data={"found": len(page.rows)}, detail=detail
        )
    context = {
        "page": page,
        "pager": keyset.links(page, request.GET),
        "roles": accounts.PEOPLE_ROLES,
        "states": wording.STATES,
        "asked": request.GET,
        "may_invite": request.user.administers,
        "page_level": 0,
    }
    return render(request, "central_offices/officers.html", context)


def officer(request: OfficerRequest, pk: Any) -> HttpResponse:
    """One account: office, clearance, roles past and to come, and what was done to it."""
    row = access.officer(request.user, pk)
    events.record("officer.view", by=request.user, subject=row)
    history = Event.objects.filter(subject_type=row._meta.label_lower, subject_id=UUID(int=row.pk))
    history = history.exclude(verb__in=wording.LEFT_OUT).select_related("actor", "detail")
    open_steps = staff.open_to(request.user, row)
    context = {
        "row": row,
        "grants": row.grants.select_related("office", "granted_by").order_by("-valid_from"),
        "history": wording.history(history.order_by("-at")[:50]),
        "steps": [(name, steps.STEPS[name]) for name in open_steps],
        "invitation": row.invitations.open().first(),
        "locked": sign_ins.is_locked(row.email),
        "may_end_roles": "give_role" in open_steps,
        "page_level": 0,
    }
    return render(request, "central_offices/officer.html", context)


def invite(request: OfficerRequest) -> HttpResponse:
    """A new officer: the one-time link is shown here once, and mailed."""
    roles.demand_administrator(request.user)
    form = accounts.InviteForm(request.POST or None, initial={"office": request.GET.get("office")})
    return step_page(
        request,
        form,
        lambda: invitations.invite(by=request.user, **form.values()),
        back=reverse("central_offices:officers"),
        to=lambda made: reverse("central_offices:officer", args=[made[0].pk]),
        reveal=lambda made: shown_once.link(request, *made),
        title=_("Invite an officer"),
        effect=_("A link is mailed and shown to you once. It works once, within 72 hours."),
        button=_("Invite"),
        back_label=_("Officers"),
    )
