"""The page that asks who is there, for what cannot ask on its own page: a download, a call."""

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from central_offices.access.officer_request import OfficerRequest
from kernel.pages.next_address import next_address


@never_cache
def page(request: OfficerRequest) -> HttpResponse:
    """Ask; once it is shown, go on to where the officer came from."""
    proof = request.proof
    request.session.pop(STATE_SESSION_KEY, None)  # allauth's copy of a form: it is sent anew
    if request.method == "POST" and not proof.sentence and (proof.is_fresh or proof.may_enrol):
        return redirect(next_address(request, "my_account"))
    given = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(given, {request.get_host()}, request.is_secure())
    context = {"next": request.POST.get("next", given if is_ours else ""), "page_level": 0}
    status = 403 if request.method == "POST" else 200
    return render(request, "account/proof.html", context, status=status)
