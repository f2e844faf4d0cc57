"""allauth's adapter: nobody signs up; mail leaves after the commit; proofs are asked our way."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import HttpRequest
from django.urls import reverse

from central_offices.access import addresses, mail
from central_offices.accounts import resets


class ClosedSignUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return addresses.address_of(request)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Turn away who is disabled, and everybody of an office that has left."""
        if user.office.has_left:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """True where changing a factor or a password has to ask who is there."""
        proof = context.request.proof
        return not (proof.is_fresh or proof.may_enrol)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """One page asks, whatever the officer has."""
        if not user.is_authenticated:
            return []
        url = reverse("account_reauthenticate")
        return [{"id": "reauthenticate", "url": url, "description": ""}]

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a mail names the public address, not the one that a caller claims."""
        return resets.address(key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail inside a transaction (docs/laws.md L5), and no site's name: there is one."""
        mail.post(self.render_mail(template_prefix, email, {"email": email} | context))
