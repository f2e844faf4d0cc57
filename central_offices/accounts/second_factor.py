"""Codes of a second factor, refused while the account is locked."""

from allauth.mfa.base.forms import (
    AuthenticateForm,
    BaseAuthenticateForm,
    ReauthenticateForm,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from central_offices.accounts import sign_ins


class _Locked(BaseAuthenticateForm):
    def clean_code(self) -> str:
        if sign_ins.is_locked(self.user.email):
            raise ValidationError(
                _("There were too many attempts. Wait 15 minutes, or ask your administrator.")
            )
        return str(super().clean_code())


class SignInCode(_Locked, AuthenticateForm):
    """The code that completes a sign-in."""


class ConfirmationCode(_Locked, ReauthenticateForm):
    """The code that confirms who is there before something sensitive."""
