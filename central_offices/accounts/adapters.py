"""allauth's adapter: nobody signs up; mail leaves after the commit."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from central_offices.access import addresses, mail


class ClosedSignUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return addresses.address_of(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At our own address: the Host of whoever asks is not for somebody else's mail."""
        path: str = urlsplit(super().get_reset_password_from_key_url(key)).path
        return f"{settings.PUBLIC_URL}{path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail inside a transaction (docs/laws.md L5), and no site's name: there is one."""
        mail.post(self.render_mail(template_prefix, email, {"email": email} | context))
