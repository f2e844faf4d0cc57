"""Codes of a second factor, refused while the account waits or its factors are not ours."""

from allauth.core import context
from allauth.mfa.base.forms import (
    AuthenticateForm,
    BaseAuthenticateForm,
    ReauthenticateForm,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from central_offices.sign_in import lockout, second_factors


class _Locked(BaseAuthenticateForm):
    def clean_code(self) -> str:
        if lockout.seconds_to_wait(context.request, self.user.email):
            raise ValidationError(
                _("There were too many attempts. Wait some minutes, then try again.")
            )
        second_factors.demand_ours(self.user)
        return str(super().clean_code())


class SignInCode(_Locked, AuthenticateForm):
    """The code that completes a sign-in."""


class ConfirmationCode(_Locked, ReauthenticateForm):
    """The code that confirms who is there before something sensitive."""


class FirstCode(ActivateTOTPForm):
    """The code that sets an app up; it counts as used, and signs nobody in."""

    def clean_code(self) -> str:
        code = str(super().clean_code())
        app = TOTP(Authenticator(user=self.user, type=Authenticator.Type.TOTP))
        app._mark_code_used(code)
        return code
