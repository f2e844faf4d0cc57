"""Access to a case: who sees it and why; sharing it with offices, inviting officers by name."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import sharing
from cases.forms.case import InviteForm, ShareNowForm
from cases.models import Case, CaseInvitation
from cases.views import choices, frame
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import CentralOffice, Officer
from kernel.forms.carrying_out import carried_out, pressed


@frame.of_case
def access(request: OfficerRequest, case: Case) -> HttpResponse:
    """Offices and officers who see the case, each with the reason."""
    return _page(request, case)


@require_POST
@frame.of_case
def share(request: OfficerRequest, case: Case) -> HttpResponse:
    form = ShareNowForm(request.POST)

    def shared() -> str:
        office, role = form.cleaned_data["office"], form.cleaned_data["role"]
        sharing.share(case, office, by=request.user, role=role)
        messages.success(request, _("%(office)s sees this case now.") % {"office": office})
        return reverse("cases:access", args=[case.reference])

    return carried_out(request, form, shared) or _page(request, case, share_form=form)


@require_POST
@frame.of_case
def end_share(request: OfficerRequest, case: Case) -> HttpResponse:
    office = get_object_or_404(CentralOffice, code=request.POST.get("office", ""))
    done = _("%(office)s no longer sees this case.") % {"office": office}
    pressed(request, lambda: sharing.end_share(case, office, by=request.user), done=done)
    return redirect("cases:access", case.reference)


@require_POST
@frame.of_case
def invite(request: OfficerRequest, case: Case) -> HttpResponse:
    form = InviteForm(request.POST)

    def invited() -> str:
        officer = form.cleaned_data["officer"]
        sharing.invite(case, officer, by=request.user)
        messages.success(request, _("%(name)s may read this case now.") % {"name": officer})
        return reverse("cases:access", args=[case.reference])

    return carried_out(request, form, invited) or _page(request, case, invite_form=form)


@require_POST
@frame.of_case
def end_invitation(request: OfficerRequest, case: Case) -> HttpResponse:
    invited = CaseInvitation.objects.filter(content_object=case).values("user")
    officer = get_object_or_404(Officer, pk__in=invited, email=request.POST.get("officer", ""))
    done = _("%(name)s no longer reads this case by invitation.") % {"name": officer}
    pressed(request, lambda: sharing.end_invitation(case, officer, by=request.user), done=done)
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
