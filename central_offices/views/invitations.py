"""The page of a one-time link: the holder chooses a password, then signs in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from central_offices.accounts import invitations
from central_offices.forms import accounts


@login_not_required
@never_cache
def invitation(request: HttpRequest, token: Any) -> HttpResponse:
    """Looking at the page uses nothing up: mail scanners open links."""
    try:
        officer = invitations.find(token).officer
        form = accounts.PasswordForm(request.POST or None, officer=officer)
        if form.is_valid() and _accepted(token, form):
            messages.success(request, _("Your password is kept. Sign in with it."))
            return redirect(f"{reverse('account_login')}?next={reverse('my_account')}")
    except invitations.Gone as gone:
        return render(request, "account/link_gone.html", {"sentence": gone}, status=410)
    context = {"form": form, "invited": officer, "first": not officer.has_usable_password()}
    return render(request, "account/invitation.html", context)


def _accepted(token: str, form: accounts.PasswordForm) -> bool:
    try:
        invitations.accept(token, form.cleaned_data["password"])
    except ValidationError as error:
        form.add_error("password", error)
        return False
    return True
