"""One's own account: who one is here, and where one is signed in."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from central_offices.access.officer_request import OfficerRequest
from central_offices.accounts import sessions as signed_in
from kernel.forms.numbers import typed_number


def my_account(request: OfficerRequest) -> HttpResponse:
    context = {
        "grants": request.user.grants.in_force().filter(office=request.user.office_id),
        "has_factor": Authenticator.objects.filter(user=request.user.pk).exists(),
        "page_level": 0,
    }
    return render(request, "central_offices/my_account.html", context)


@require_http_methods(["GET", "POST"])
def sessions(request: OfficerRequest) -> HttpResponse:
    """The officer's own sessions: end one of them, or all but this one."""
    if request.method == "POST":
        _end(request)
        return redirect("usersessions_list")
    context = {
        "sessions": signed_in.sessions_of(request.user),
        "current": signed_in.name_of(request),
        "page_level": 0,
    }
    return render(request, "central_offices/my_sessions.html", context)


def _end(request: OfficerRequest) -> None:
    chosen = request.POST.get("session", "")
    if chosen:
        number = typed_number(chosen)
        if number and signed_in.end_own(number, by=request.user):
            messages.success(request, _("The session has ended."))
        return
    count = signed_in.end_others(signed_in.name_of(request), by=request.user)
    words = ngettext("%(n)d other session has ended.", "%(n)d other sessions have ended.", count)
    messages.success(request, words % {"n": count})
