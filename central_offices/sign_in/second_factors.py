"""allauth's second factors, as this system keeps and asks for them.

What a row says lies under a mark for its account and kind: one that was copied from another
account, moved, or made by SQL, is not ours. It opens nothing, and nothing opens beside it.
"""

import base64
import logging
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import pre_save
from django.utils.translation import gettext as _

from kernel import sealing
from kernel.values.text import pasted

PLACE = "mfa_authenticator.data"
SEALED = "sealed:"
SEEDS = {"totp": "secret", "recovery_codes": "seed"}  # what is sealed of each kind
MARK = "mark"
log = logging.getLogger("central_offices.sign_in")


def connect() -> None:
    """Mark what allauth saves, and let it read what is marked only."""
    pre_save.connect(_mark_saved, sender=Authenticator, dispatch_uid="second factors")
    # allauth names the classes that read its rows in this method, and nowhere else.
    setattr(Authenticator, "wrap", _wrapped)  # noqa: B010  (mypy refuses the plain way)


def seal(text: str) -> str:
    """A seed as its row keeps it."""
    return SEALED + base64.b64encode(sealing.seal(text.encode(), PLACE)).decode()


def unseal(kept: str) -> str:
    """The seed. Raises sealing.NotOurs for what lies there in clear or under another FILE_KEY."""
    if not kept.startswith(SEALED):
        raise sealing.NotOurs("A second factor lies in the database in clear.")
    return sealing.unseal(base64.b64decode(kept.removeprefix(SEALED)), PLACE).decode()


def mark(row: Any) -> None:
    """Put the mark of its account and kind under the data of a row, which is not saved here."""
    row.data[MARK] = sealing.mark(_content(row), _place(row))


def is_ours(row: Any) -> bool:
    """Whether the data of a row was saved here, for this account and as this kind."""
    kept = row.data.get(MARK) if isinstance(row.data, dict) else None
    if not isinstance(kept, str) or not sealing.is_marked(kept, _content(row), _place(row)):
        return False
    seed = SEEDS.get(row.type)
    try:
        return seed is None or bool(unseal(row.data[seed]))
    except (sealing.NotOurs, KeyError, ValueError):
        return False


def demand_ours(user: Any) -> None:
    """Raise ValidationError, and alarm, if one of the account's factors is not ours."""
    if all(is_ours(row) for row in Authenticator.objects.filter(user=user.pk)):
        return
    log.error("A second factor of the officer %s was not saved by this system.", user.pk)
    raise ValidationError(
        _(
            "Your second factor was changed from outside and opens nothing. Tell your head of "
            "office at once: two persons can take it away, and you set up a new one."
        )
    )


def rotate() -> int:
    """Seal every seed anew after FILE_KEY was changed; how many there were. Raises NotOurs."""
    done = 0
    for pk in list(Authenticator.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is not None:
                if not is_ours(row):
                    raise sealing.NotOurs(f"The second factor {pk} was not saved by this system.")
                if name := SEEDS.get(row.type):
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


def plain_code(typed: str) -> str:
    """The digits of a code, however it was pasted: in groups, or in digits of another script."""
    return "".join(pasted(typed).split())


class _App(TOTP):
    def validate_code(self, code: str) -> bool:
        demand_ours(self.instance.user)
        return bool(super().validate_code(plain_code(code)))


class _Codes(RecoveryCodes):
    def validate_code(self, code: str) -> bool:
        demand_ours(self.instance.user)
        return bool(super().validate_code(plain_code(code)))

    def get_unused_codes(self) -> list[str]:
        return list(super().get_unused_codes()) if is_ours(self.instance) else []


class _Passkey(WebAuthn):
    @property
    def authenticator_data(self) -> Any:
        return super().authenticator_data if is_ours(self.instance) else _NOTHING

    @property
    def name(self) -> str:
        return str(self.instance.data.get("name", "")) if is_ours(self.instance) else "?"

    @name.setter
    def name(self, name: str) -> None:
        self.instance.data["name"] = name


class _NoCredential:
    """In the place of a passkey's credential: no device has it."""

    credential_id = b""

    def __bool__(self) -> bool:
        return False


class _Nothing:
    credential_data = _NoCredential()


_NOTHING = _Nothing()


def _wrapped(row: Any) -> Any:
    kinds = {"totp": _App, "recovery_codes": _Codes, "webauthn": _Passkey}
    return kinds[row.type](row)


def _mark_saved(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Mark what is new or was ours before; nothing that somebody else had written."""
    before = Authenticator.objects.filter(pk=instance.pk).first() if instance.pk else None
    if not raw and (before is None or is_ours(before)):
        mark(instance)


def _content(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.data.items() if name != MARK}


def _place(row: Any) -> str:
    return f"{PLACE}.{row.user_id}.{row.type}"
