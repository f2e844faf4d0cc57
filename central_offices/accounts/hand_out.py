"""Second factors that a head hands out, to officers who have no telephone.

A head knows no password of theirs, so that codes or a token alone open nothing to the head. The
officer is told, every session of the officer ends, and nobody hands out to himself.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.access import mail
from central_offices.accounts import sessions
from central_offices.models import Officer
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from ledger import events

MIN_SEED_BYTES = 16  # RFC 4226, section 4, R6


def may(by: Officer, officer: Officer) -> bool:
    """The head of the officer's own office, for everybody there but himself."""
    return (
        by.is_human
        and by.pk != officer.pk
        and officer.is_human
        and officer.is_active
        and officer.office_id == by.office_id
        and by.may("manage_office", by.office)
    )


def codes(officer: Officer, *, by: Officer) -> list[str]:
    """New recovery codes, to be printed and handed over; the old ones are void.

    Raises NotPermitted.
    """
    with _handing(officer, "hand_out_codes", Authenticator.Type.RECOVERY_CODES, by=by) as locked:
        made: list[str] = RecoveryCodes.activate(locked).generate_codes()
        return made


def token(officer: Officer, *, by: Officer, seed: str, code: str) -> None:
    """A token that shows codes, by the seed that came with it and the code that it shows now.

    Raises NotPermitted, or NotReady where the two do not belong together.
    """
    _demand(by, officer)
    secret = _as_base32(seed)
    if not validate_totp_code(secret, code.replace(" ", "")):
        sentence = _("The token does not show this code for this seed. Type the code it shows now.")
        raise NotReady(sentence, [("code", sentence)])
    with _handing(officer, "hand_out_token", Authenticator.Type.TOTP, by=by) as locked:
        TOTP.activate(locked, secret)


@contextmanager
def _handing(officer: Officer, verb: str, kind: str, *, by: Officer) -> Iterator[Officer]:
    with acting.acting_as(by):
        rows = Officer.objects.select_for_update(of=("self",)).select_related("office")
        locked = rows.get(pk=officer.pk)
        _demand(by, locked)
        if Authenticator.objects.filter(user=locked.pk).exists():
            locked.factor_from = timezone.now()  # one person replaced it: it counts as new
        Authenticator.objects.filter(user=locked.pk, type=kind).delete()
        yield locked
        sessions.end_all(locked)
        locked.version += 1
        locked.save(update_fields=["session_epoch", "version", "factor_from"])
        mail.send(
            locked.email,
            _("Your access to the agency's system"),
            _("The head of your office handed out a second factor for your account. Unexpected?")
            + " "
            + _("Tell an administrator of the General Secretariat at once."),
        )
        events.record(f"officer.{verb}", by=by, subject=locked, step=True)
    officer.refresh_from_db()


def _demand(by: Officer, officer: Officer) -> None:
    if not may(by, officer):
        raise NotPermitted(
            _("Only the head of the officer's own office hands out codes and tokens.")
        )


def _as_base32(seed: str) -> str:
    """The seed as it is printed: in base32, or in hexadecimal digits."""
    text = re.sub(r"[\s-]", "", seed).upper().rstrip("=")
    try:
        raw = bytes.fromhex(text) if re.fullmatch(r"[0-9A-F]+", text) else _decoded(text)
    except (ValueError, binascii.Error):
        raw = b""
    if len(raw) < MIN_SEED_BYTES:
        sentence = _("Write the seed as it came with the token: 32 letters and digits or more.")
        raise NotReady(sentence, [("seed", sentence)])
    return base64.b32encode(raw).decode()


def _decoded(text: str) -> bytes:
    return base64.b32decode(text + "=" * (-len(text) % 8))
