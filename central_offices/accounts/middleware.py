"""Who sits at the session of each request, and what is closed until that was shown."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from central_offices.accounts import proofs
from kernel.api import problems


class WhoIsThere:
    """Says what is known of who sits at a session, and takes a proof that comes with any form.

    Outside the demo a session is good for nothing until its officer was shown by a second factor,
    whichever role (ASVS 6.3.3): who has none sets one up, and reaches no other page before that.
    """

    ENROLMENT = (
        "/accounts/2fa/",
        "/accounts/reauthenticate/",
        "/accounts/login/",
        "/accounts/logout/",
        "/i18n/",
        "/static/",
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not request.user.is_authenticated or hasattr(request, "client_officer"):
            return None
        proof = request.proof = proofs.Proof(request)
        if request.method == "POST" and not problems.wants_json(request):
            typed = request.POST.get("proof", "").strip()
            if typed or request.POST.get("proof_credential"):
                proof.take(typed, request.POST.get("proof_credential", ""))
        if settings.DEMO or proof.was_shown or _is_public(request, view):
            return None
        return self._to_enrolment(request, proof)

    def _to_enrolment(self, request: Any, proof: proofs.Proof) -> HttpResponseBase | None:
        if problems.wants_json(request):
            sentence = _("Sign in on the pages with your second factor, then send this again.")
            return problems.as_json(request, 403, "second_factor_needed", sentence)
        if request.path.startswith(self.ENROLMENT):
            return None
        if not proof.factors:
            return redirect("mfa_index")
        onwards = urlencode({"next": request.path})
        return redirect(f"{reverse('account_reauthenticate')}?{onwards}")


def _is_public(request: Any, view: Any) -> bool:
    """Whether everybody may call this; REST framework marks every view of its own so."""
    return not getattr(view, "login_required", True) and not request.path.startswith("/api/")
