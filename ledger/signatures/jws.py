"""JSON Web Signatures (RFC 7515) as this system makes and takes them: compact, Ed25519, strict.

Nothing here asks the database: whoever has a key set can check what was kept. A header names its
key by `kid` and brings none along; members that we do not use are refused, `crit` among them.
"""

import json
from typing import Any

from django.utils.translation import gettext as _
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.util import urlsafe_b64decode, urlsafe_b64encode

ALGORITHM = "Ed25519"  # RFC 9864; the older name EdDSA leaves the curve open
MESSAGE = "iisa-message+jws"
RECEIPT = "iisa-receipt+jws"
CHECKPOINT = "iisa-checkpoint+jws"
KEY = "iisa-key+jws"  # by which the owner of a key shows that it is there
ALWAYS = {"alg", "kid", "typ", "iss", "iat", "jti"}
OF_CALL = {"htm", "htu"}
YEAR_9999 = 253_370_764_800  # times later than that no calendar here can tell
FILES = "files"  # a call may say the digests of what it attaches, by id
RECIPIENTS = "recipients"  # a call with recipients says their salted digest, and so no name


class _Registry(jws.JWSRegistry):
    """Our one algorithm; sizes are bounded by the requests that carry the signatures."""

    max_header_length = 4096
    max_payload_length = 16 * 1024 * 1024


_registry = _Registry(algorithms=[ALGORITHM], strict_check_header=False)


class Forged(Exception):
    """It is no signature of ours; `why` is a code, str() a sentence."""

    def __init__(self, why: str, sentence: str):
        super().__init__(sentence)
        self.why = why


def sign(payload: bytes, header: dict[str, Any], key: OKPKey) -> str:
    """The compact JWS; `header` lacks only the algorithm."""
    return jws.serialize_compact({"alg": ALGORITHM, **header}, payload, key, registry=_registry)


def header_of(text: str, *, typ: str, also: set[str] | None = None) -> dict[str, Any]:
    """The protected header, checked for its shape and not yet for the signature.

    `also` are the members that it has beside ALWAYS. Raises Forged.
    """
    parts = text.split(".")
    if len(parts) != 3 or not parts[0] or not parts[2] or not text.isascii():
        raise Forged("malformed", _("It is not a compact JWS of three parts."))
    header = _object(parts[0])
    if header.get("alg") != ALGORITHM:
        raise Forged("algorithm", _("The algorithm must be %s.") % ALGORITHM)
    if header.get("typ") != typ:
        raise Forged("type", _("The type must be %s.") % typ)
    wanted = ALWAYS | (also or set())
    if also and FILES in header:
        wanted |= _named(header[FILES])
    if also and RECIPIENTS in header:
        wanted |= {RECIPIENTS}
    _demand_members(set(header), wanted)
    texts = [header[name] for name in wanted - {"iat", FILES}]
    if not all(isinstance(value, str) and value for value in texts):
        raise Forged("header", _("A member of the header is not a text."))
    if type(header["iat"]) is not int or not 0 < header["iat"] < YEAR_9999:
        raise Forged("header", _("iat must be a whole number of seconds."))
    return header


def _demand_members(there: set[str], wanted: set[str]) -> None:
    if missing := sorted(wanted - there):
        raise Forged("header", _("The header lacks: %s.") % ", ".join(missing))
    if strange := sorted(there - wanted):
        sentence = _("The header has members that it must not have: %s.")
        raise Forged("header", sentence % ", ".join(strange)[:200])


def payload_of(text: str, key: OKPKey, payload: bytes | None = None) -> bytes:
    """The bytes that were signed, once the signature is good; `payload` when it came detached.

    Raises Forged.
    """
    try:
        if payload is not None and text.split(".")[1]:
            raise Forged("attached", _("The payload must be detached: nothing between the dots."))
        return jws.deserialize_compact(text, key, registry=_registry, payload=payload).payload
    except (JoseError, ValueError) as error:
        raise Forged("signature", _("The signature does not fit what was signed.")) from error


def unchecked(text: str) -> dict[str, Any]:
    """The object in a compact JWS as it stands there, whoever signed it. Raises Forged."""
    parts = text.split(".")
    if len(parts) != 3:
        raise Forged("malformed", _("It is not a compact JWS of three parts."))
    return _object(parts[1])


def attach(text: str, payload: bytes) -> str:
    """A detached JWS made whole again (RFC 7515, appendix F)."""
    head, _nothing, signature = text.split(".")
    return f"{head}.{urlsafe_b64encode(payload).decode()}.{signature}"


def public_key(jwk: dict[str, Any]) -> OKPKey:
    """The key of a JWK, its public part only. Raises Forged unless it is one for Ed25519."""
    if jwk.get("kty") != "OKP" or jwk.get("crv") != ALGORITHM or "x" not in jwk:
        raise Forged("key", _("The key is not one for %s.") % ALGORITHM)
    try:
        return OKPKey.import_key({name: jwk[name] for name in ("kty", "crv", "x")})
    except (JoseError, ValueError, TypeError) as error:
        raise Forged("key", _("The key is not one for %s.") % ALGORITHM) from error


def _object(part: str) -> dict[str, Any]:
    try:
        found = json.loads(urlsafe_b64decode(part.encode()), object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise Forged("malformed", _("The header is not readable.")) from error
    if not isinstance(found, dict):
        raise Forged("malformed", _("The header is not readable."))
    return found


def _named(files: Any) -> set[str]:
    good = isinstance(files, dict) and all(isinstance(one, str) for one in files.values())
    return {FILES} if good else set()


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A member stands there twice.")
    return found
