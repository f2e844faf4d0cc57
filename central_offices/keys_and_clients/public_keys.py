"""A public key as people paste it, a JWK or PEM; never a private one."""

import json
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.utils.translation import gettext as _
from joserfc.jwk import OKPKey

from kernel.errors import NotReady
from ledger.signatures import jws

PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}  # RFC 7518 §6, RFC 8037 §2


def read(text: str) -> dict[str, Any]:
    """The public JWK of what was pasted: kty, crv and x only. Raises NotReady with a sentence."""
    text = text.strip()
    if "PRIVATE KEY" in text:
        raise NotReady(_private())
    if text.startswith("{"):
        return _from_jwk(text)
    return _from_pem(text)


def kid(jwk: dict[str, Any]) -> str:
    """The name of a key: its thumbprint (RFC 7638)."""
    return OKPKey.import_key(jwk).thumbprint()


def _from_jwk(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        if '"d"' in text:
            raise NotReady(_private()) from error
        raise NotReady(_unreadable()) from error
    if PRIVATE & set(found):
        raise NotReady(_private())
    try:
        return dict(jws.public_key(found).as_dict(private=False))
    except jws.Forged as error:
        raise NotReady(_unreadable()) from error


def _from_pem(text: str) -> dict[str, Any]:
    try:
        found = load_pem_public_key(text.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise NotReady(_unreadable()) from error
    if not isinstance(found, Ed25519PublicKey):
        raise NotReady(_unreadable())
    return dict(OKPKey.import_key(found).as_dict(private=False))


def _private() -> str:
    return _(
        "This is a private key. It was not kept, but whoever saw this screen may know it: "
        "make a new pair and register its public part only."
    )


def _unreadable() -> str:
    return _("This is no public Ed25519 key. Paste it as a JWK or as PEM.")
