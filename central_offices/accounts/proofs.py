"""Who sits at a session: shown by a passkey or a code, and asked again before what is grave.

allauth notes in the session how and when its officer was authenticated. A proof counts for five
minutes. In the demo, where nobody has a second factor, the password is one.
"""

import time
from functools import cached_property
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from central_offices.accounts import sessions, sign_ins
from central_offices.accounts.second_factor import ConfirmationCode
from central_offices.models import Officer
from central_offices.sign_in import lockout
from kernel.api import problems
from kernel.errors import ProofNeeded

PROOF_SECONDS = 300
WITH_FACTOR, WITH_PASSWORD = "mfa", "password"


class Proof:
    """All that is known of who sits at the session of a request."""

    def __init__(self, request: Any):
        self.request = request
        self.officer: Officer = request.user
        self.sentence = ""  # why what was typed was not taken

    @cached_property
    def factors(self) -> set[str]:
        """The kinds of second factor that the officer has."""
        rows = Authenticator.objects.filter(user=self.officer.pk)
        return set(rows.values_list("type", flat=True))

    @property
    def was_shown(self) -> bool:
        """Whether this session ever was proven as it has to be."""
        return bool(self._last(self._counting))

    @property
    def is_fresh(self) -> bool:
        """Whether it was within the last minutes."""
        return _is_recent(self._last(self._counting))

    @property
    def may_enrol(self) -> bool:
        """Whether the first factor may be added: by the password, just now, and only then."""
        return not self.factors and _is_recent(self._last(WITH_PASSWORD))

    @property
    def by_password(self) -> bool:
        return not self.factors

    @property
    def by_code(self) -> bool:
        return bool(self.factors - {Authenticator.Type.WEBAUTHN})

    @property
    def by_key(self) -> bool:
        return Authenticator.Type.WEBAUTHN in self.factors

    def key_options(self) -> dict[str, Any]:
        """The question that the browser puts to the key; the session remembers it."""
        return {"request_options": webauthn.begin_authentication(self.officer)}

    def demand(self) -> None:
        """Raise ProofNeeded unless it is fresh."""
        if not self.is_fresh:
            raise ProofNeeded(self.sentence or self._how())

    def take(self, typed: str, credential: str) -> None:
        """Look at what was given; what is wrong counts like a wrong password at sign-in."""
        if lockout.seconds_to_wait(self.request, self.officer.email):
            self.sentence = _("There were too many attempts. Wait some minutes, then try again.")
        elif self._is_right(typed, credential):
            sessions.rotate(self.request)
            sign_ins.proven(self.request, self.officer)
        else:
            self.sentence = self.sentence or self._how()

    def _is_right(self, typed: str, credential: str) -> bool:
        if credential and self.by_key:
            return self._is_key(credential)
        if typed and self.by_code:
            return self._is_code(typed)
        return bool(typed) and self.by_password and self._is_password(typed)

    def _is_key(self, credential: str) -> bool:
        form = ReauthenticateWebAuthnForm(data={"credential": credential}, user=self.officer)
        if form.is_valid():
            form.save()
            return True
        sign_ins.code_failed(None, self.request, self.officer)
        self.sentence = _("The key was not recognised. Try again.")
        return False

    def _is_code(self, typed: str) -> bool:
        form = ConfirmationCode(data={"code": typed}, user=self.officer)
        if form.is_valid():
            form.save()
            return True
        self.sentence = _("The code is wrong, or was used already. Wait for the next one.")
        return False  # the form has counted it

    def _is_password(self, typed: str) -> bool:
        if self.officer.check_password(typed):
            told = {"method": WITH_PASSWORD, "reauthenticated": True}
            record_authentication(self.request, self.officer, **told)
            return True
        sign_ins.code_failed(None, self.request, self.officer)
        self.sentence = _("The password is wrong.")
        return False

    def _how(self) -> str:
        if problems.wants_json(self.request):
            page = reverse("account_reauthenticate")
            words = _("This step asks who is there. Show it at %(page)s, then send it again.")
            return words % {"page": page}
        if self.by_password:
            return _("This step asks who is there: write your password.")
        if self.by_code:
            return _("This step asks who is there: write the code that your app or token shows.")
        return _("This step asks who is there: use your key or passkey.")

    @property
    def _counting(self) -> str:
        return WITH_PASSWORD if settings.DEMO and self.by_password else WITH_FACTOR

    def _last(self, method: str) -> float:
        """When the officer was last authenticated so; 0 for never."""
        rows = get_authentication_records(self.request, self.officer)
        return max((float(row["at"]) for row in rows if row.get("method") == method), default=0)


def _is_recent(moment: float) -> bool:
    return 0 <= time.time() - moment < PROOF_SECONDS
