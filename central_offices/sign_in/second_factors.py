"""allauth's second factors, as this system keeps and asks for them."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from kernel import sealing

PLACE = "mfa_authenticator.data"
SEALED = "sealed:"
SEEDS = {"totp": "secret", "recovery_codes": "seed"}  # what is sealed of each kind


def seal(text: str) -> str:
    """A seed as its row keeps it."""
    return SEALED + base64.b64encode(sealing.seal(text.encode(), PLACE)).decode()


def unseal(kept: str) -> str:
    """The seed. Raises sealing.NotOurs for what lies there in clear or under another FILE_KEY."""
    if not kept.startswith(SEALED):
        raise sealing.NotOurs("A second factor lies in the database in clear.")
    return sealing.unseal(base64.b64decode(kept.removeprefix(SEALED)), PLACE).decode()


def rotate() -> int:
    """Seal every seed anew after FILE_KEY was changed; how many there were. Raises NotOurs."""
    done = 0
    for pk in list(Authenticator.objects.filter(type__in=SEEDS).values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is not None:
                name = SEEDS[row.type]
                row.data[name] = seal(unseal(row.data[name]))
                row.save(update_fields=["data"])
                done += 1
    return done


class SecondFactors(DefaultMFAAdapter):
    """Seeds of apps and recovery codes lie sealed: a stolen dump shows no codes."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
