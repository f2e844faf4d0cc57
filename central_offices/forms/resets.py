"""The form of somebody who forgot the password."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest

from ledger.delivery import wakeup


class ResetForm(ResetPasswordForm):
    """Looks nothing up: a worker does, so that a known address takes as long as an unknown one."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email = str(self.cleaned_data["email"])
        wakeup.run_soon("central_offices.tasks.mail_reset", "default", email)
        return email
