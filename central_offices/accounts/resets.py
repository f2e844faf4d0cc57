"""A forgotten password: the mail with the link, made where nobody waits for it.

The page answers before anybody looks whether the address is an officer's, so that the time it
takes tells nothing.
"""

from urllib.parse import quote

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from central_offices.access import mail
from central_offices.models import Officer
from kernel import acting

TEMPLATE = "account/email/password_reset_key"


def send(email: str) -> bool:
    """Mail a link to the officer of this address, if there is one who has a password."""
    officer = Officer.objects.people().filter(email__iexact=email, is_active=True).first()
    if officer is None or not officer.has_usable_password():
        return False
    key = f"{user_pk_to_url_str(officer)}-{default_token_generator.make_token(officer)}"
    with acting.acting_as(officer), translation.override(officer.language):
        context = {"password_reset_url": address(key)}
        subject = render_to_string(f"{TEMPLATE}_subject.txt", context)
        text = render_to_string(f"{TEMPLATE}_message.txt", context)
        mail.send(officer.email, " ".join(subject.split()), text)
    return True


def address(key: str) -> str:
    """The link, at the public address: never at the one that a caller claimed."""
    path = reverse("account_reset_password_from_key", args=["UID", "KEY"])
    return settings.PUBLIC_URL + path.replace("UID-KEY", quote(key))
