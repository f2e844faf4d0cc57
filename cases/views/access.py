"""Access to a case: who sees it and why; sharing it with offices, inviting officers by name."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import sharing
from cases.forms.case import InviteForm, ShareNowForm
from cases.models import Case, CaseInvitation
from cases.views import choices, frame
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import CentralOffice, Officer
from kernel.errors import Refusal


@frame.of_case
def access(request: OfficerRequest, case: Case) -> HttpResponse:
    """Offices and officers who see the case, each with the reason."""
    return _page(request, case)


@require_POST
@frame.of_case
def share(request: OfficerRequest, case: Case) -> HttpResponse:
    form = ShareNowForm(request.POST)
    if not form.is_valid():
        return _page(request, case, share_form=form)
    office, role = form.cleaned_data["office"], form.cleaned_data["role"]
    said = _("%(office)s sees this case now.") % {"office": office}
    return _do(
        request,
        case,
        said,
        lambda: sharing.share(case, office, by=request.user, role=role),
        share_form=form,
    )


@require_POST
@frame.of_case
def end_share(request: OfficerRequest, case: Case) -> HttpResponse:
    office = get_object_or_404(CentralOffice, code=request.POST.get("office", ""))
    said = _("%(office)s no longer sees this case.") % {"office": office}
    return _do(request, case, said, lambda: sharing.end_share(case, office, by=request.user))


@require_POST
@frame.of_case
def invite(request: OfficerRequest, case: Case) -> HttpResponse:
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, case, invite_form=form)
    officer = form.cleaned_data["officer"]
    said = _("%(name)s may read this case now.") % {"name": officer}
    return _do(
        request,
        case,
        said,
        lambda: sharing.invite(case, officer, by=request.user),
        invite_form=form,
    )


@require_POST
@frame.of_case
def end_invitation(request: OfficerRequest, case: Case) -> HttpResponse:
    invited = CaseInvitation.objects.filter(content_object=case).values("user")
    officer = get_object_or_404(Officer, pk__in=invited, email=request.POST.get("officer", ""))
    said = _("%(name)s no longer reads this case by invitation.") % {"name": officer}
    return _do(request, case, said, lambda: sharing.end_invitation(case, officer, by=request.user))


def _do(
    request: OfficerRequest,
    case: Case,
    said: str,
    carry_out: Callable[[], None],
    **forms: Form,
) -> HttpResponse:
    """Carry it out and say so; a refusal is shown with what was typed."""
    try:
        carry_out()
    except Refusal as refusal:
        for form in forms.values():
            form.add_error(None, str(refusal))
        if not forms:
            messages.error(request, str(refusal))
        return _page(request, case, **forms)
    messages.success(request, said)
    return redirect("cases:access", case.reference)


def _page(request: OfficerRequest, case: Case, **forms: Form) -> HttpResponse:
    invited = CaseInvitation.objects.filter(content_object=case).select_related("user__office")
    context = frame.context(request, case, "access") | {
        "shares": [share for share in case.shares.all() if share.ended_at is None],
        "ended": [share for share in case.shares.all() if share.ended_at],
        "invited": invited.order_by("user__name"),
        "share_form": ShareNowForm(),
        "invite_form": InviteForm(),
        "offers": choices.lists(),
    }
    return render(request, "cases/access.html", context | forms)
