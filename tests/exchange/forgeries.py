"""Forged calls of the API: each takes the systems of two offices, and sends what must be refused.

`us` is the system of Brasília with a registered key, `them` that of Lisbon with another. Signatures
are put together by hand here, since no library would help to forge them.
"""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.jwk import OctKey, RSAKey
from joserfc.util import urlsafe_b64encode

from central_offices.keys_and_clients import keys
from central_offices.models import OfficeKey
from tests import world
from tests.plumbing.by_the_owner import by_the_owner
from tests.signatures import System, asking, canonical, detached, header, pair

ADDRESS = "/api/v1/requests/"
WORDS = {
    "type": "INFO",
    "recipients": ["KEN"],
    "title": "A car",
    "ask": "Whose car is it?",
    "legal_basis": "Agreement of 2019",
}
Forgery = Callable[[System, System], Any]
FORGERIES: dict[str, Forgery] = {}


def forgery(name: str) -> Callable[[Forgery], Forgery]:
    def keep(one: Forgery) -> Forgery:
        FORGERIES[name] = one
        return one

    return keep


def send(us: System, text: str | None, body: Any = None, path: str = ADDRESS, **more: Any) -> Any:
    headers = {} if text is None else {"HTTP_X_JWS_SIGNATURE": text}
    return us.caller.post(path, WORDS if body is None else body, **headers, **more)


def by_hand(head: dict[str, Any] | str, key: Any, body: dict[str, Any] = WORDS) -> str:
    """A detached JWS of any header, signed with Ed25519 whatever the header says."""
    text = head if isinstance(head, str) else json.dumps(head)
    first = urlsafe_b64encode(text.encode()).decode()
    payload = urlsafe_b64encode(canonical(body)).decode()
    signature = key.private_key.sign(f"{first}.{payload}".encode())
    return f"{first}..{urlsafe_b64encode(signature).decode()}"


def plain(us: System, **other: Any) -> dict[str, Any]:
    return header(us.key, us.office.code, "POST", ADDRESS, **(asking(WORDS) | other))


def _of_header(name: str, other: dict[str, Any]) -> None:
    FORGERIES[name] = lambda us, them: send(us, by_hand(plain(us, **other), us.key))


def _headers() -> None:
    """Forgeries that differ from a good signature by members of the header alone."""
    now, jwk = int(time.time()), pair()
    for name, other in {
        "the old name EdDSA": {"alg": "EdDSA"},
        "another curve's name": {"alg": "Ed448"},
        "an algorithm in small letters": {"alg": "ed25519"},
        "no algorithm named": {"alg": None},
        "a critical extension": {"crit": ["exp"], "exp": now + 60},
        "an unencoded payload": {"crit": ["b64"], "b64": False},
        "the address of a key set": {"jku": "https://attacker.example/jwks.json"},
        "the address of a certificate": {"x5u": "https://attacker.example/key.pem"},
        "a certificate": {"x5c": ["MIIB"]},
        "a key of its own in the header": {"jwk": jwk.as_dict(private=False)},
        "a type of token": {"typ": "JWT"},
        "no type": {"typ": None},
        "the type of a receipt": {"typ": "iisa-receipt+jws"},
        "another office as issuer": {"iss": "PRT"},
        "the Secretariat as issuer": {"iss": "AGY"},
        "a key that nobody registered": {"kid": jwk.thumbprint()},
        "a key named by something else than a text": {"kid": 7},
        "another method": {"htm": "PATCH"},
        "no method": {"htm": None},
        "another address": {"htu": ADDRESS + "x/"},
        "the clock six minutes ahead": {"iat": now + 360},
        "the clock six minutes behind": {"iat": now - 360},
        "a time in words": {"iat": str(now)},
        "a broken second": {"iat": now + 0.5},
        "a time beyond all calendars": {"iat": 10**400},
        "no time": {"iat": None},
        "files that are no digests by name": {"files": ["0" * 64]},
        "no name used once": {"jti": None},
        "a name used once that is too short": {"jti": "1"},
        "a name used once that is no name": {"jti": "a b\tc\u202ed" * 3},
    }.items():
        _of_header(name, other)


def _recipients() -> None:
    """Forgeries that differ in the digest of whom the call is for."""
    told: dict[str, dict[str, Any]] = {
        "no word of whom it is for": {"recipients": None},
        "recipients by name": {"recipients": "KEN"},
        "recipients in a list": {"recipients": ["KEN"]},
        "recipients of another salt": asking(WORDS, "f" * 32),
        "recipients without a salt": asking(WORDS, ""),
    }
    for name, other in told.items():
        _of_header(name, other)


_headers()
_recipients()


@forgery("no signature though the office has a key")
def _none(us: System, them: System) -> Any:
    return send(us, None)


@forgery("an empty signature")
def _empty(us: System, them: System) -> Any:
    return send(us, "")


@forgery("algorithm none without a signature")
def _alg_none(us: System, them: System) -> Any:
    text = by_hand(plain(us, alg="none"), us.key)
    return send(us, text.rsplit(".", 1)[0] + ".")


@forgery("algorithm none with a signature")
def _alg_none_signed(us: System, them: System) -> Any:
    return send(us, by_hand(plain(us, alg="none"), us.key))


@forgery("HS256 keyed with the public key")
def _hmac(us: System, them: System) -> Any:
    public = us.key.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    # The library has no wish to make a shared secret of a public key.
    secret = OctKey.import_key(urlsafe_b64encode(public))
    return send(us, detached(plain(us, alg="HS256"), canonical(WORDS), secret))


@forgery("RS256 with a key of one's own")
def _rsa(us: System, them: System) -> Any:
    key = RSAKey.generate_key(2048)
    return send(us, detached(plain(us, alg="RS256"), canonical(WORDS), key))


@forgery("the right key named, another one used")
def _wrong_key(us: System, them: System) -> Any:
    return send(us, by_hand(plain(us), pair()))


@forgery("the key of another office")
def _key_of_others(us: System, them: System) -> Any:
    return send(us, by_hand(plain(us, kid=them.key.thumbprint()), them.key))


@forgery("the key that this system holds for the office")
def _key_held_here(us: System, them: System) -> Any:
    held = OfficeKey.objects.get(office=us.office, held_by="SYSTEM")
    return send(us, by_hand(plain(us, kid=held.kid), us.key))


@forgery("a revoked key")
def _revoked(us: System, them: System) -> Any:
    text = by_hand(plain(us), us.key)
    keys.revoke(us.kept, by=world.officer("adler"), reason="REPLACED")
    return send(us, text)


@forgery("a key that has run out")
def _expired(us: System, them: System) -> Any:
    _move(us, timedelta(days=-1000))
    return send(us, by_hand(plain(us), us.key))


@forgery("a key that is not valid yet")
def _not_yet(us: System, them: System) -> Any:
    _move(us, timedelta(days=5))  # it has been valid for four
    return send(us, by_hand(plain(us), us.key))


@forgery("a time before the key was valid")
def _before(us: System, them: System) -> Any:
    _move(us, timedelta(days=4, seconds=-100))  # valid since 100 seconds
    return send(us, by_hand(plain(us, iat=int(time.time()) - 200), us.key))


@forgery("another body")
def _body(us: System, them: System) -> Any:
    return send(us, by_hand(plain(us), us.key), WORDS | {"ask": "Whose house is it?"})


@forgery("a member more in the body")
def _more(us: System, them: System) -> Any:
    return send(us, by_hand(plain(us), us.key), WORDS | {"urgency": "FLASH"})


@forgery("a signature for a call without a body")
def _no_body(us: System, them: System) -> Any:
    return send(us, by_hand(plain(us), us.key, {}))


@forgery("a body that is a list")
def _list(us: System, them: System) -> Any:
    return send(us, by_hand(plain(us), us.key), [WORDS])


@forgery("a body with half a character")
def _half(us: System, them: System) -> Any:
    body = json.dumps(WORDS | {"ask": "\ud800"}).encode()
    caller, text = us.caller, by_hand(plain(us), us.key)
    more = {"content_type": "application/json", "HTTP_X_JWS_SIGNATURE": text}
    return caller.post(ADDRESS, body, **more)


@forgery("the signature of a call to another address")
def _path(us: System, them: System) -> Any:
    return send(us, by_hand(plain(us), us.key), path=ADDRESS + "?send=1")


@forgery("the payload attached")
def _attached(us: System, them: System) -> Any:
    return send(us, jws.serialize_compact(plain(us), canonical(WORDS), us.key, registry=_open()))


@forgery("a signature cut short")
def _cut(us: System, them: System) -> Any:
    return send(us, by_hand(plain(us), us.key)[:-8])


@forgery("two parts instead of three")
def _two_parts(us: System, them: System) -> Any:
    return send(us, by_hand(plain(us), us.key).replace("..", "."))


@forgery("the header sent twice")
def _twice(us: System, them: System) -> Any:
    text = by_hand(plain(us), us.key)
    return send(us, f"{text},{text}")


@forgery("a header that is a list")
def _header_list(us: System, them: System) -> Any:
    return send(us, by_hand('["alg"]', us.key))


@forgery("a member twice in the header")
def _member_twice(us: System, them: System) -> Any:
    text = json.dumps(plain(us))
    return send(us, by_hand('{"alg": "none", ' + text[1:], us.key))


@forgery("letters that are no base64")
def _letters(us: System, them: System) -> Any:
    return send(us, "päß..ü")


@forgery("the same signature again")
def _replay(us: System, them: System) -> Any:
    jti = "used-before-0001"
    first = us.signature("POST", ACKS, {"ids": []}, jti=jti)
    assert us.caller.post(ACKS, {"ids": []}, HTTP_X_JWS_SIGNATURE=first).status_code == 200
    return us.caller.post(ACKS, {"ids": []}, HTTP_X_JWS_SIGNATURE=first)


@forgery("a new signature with a name that was used")
def _jti(us: System, them: System) -> Any:
    jti = "used-before-0001"
    first = us.signature("POST", ACKS, {"ids": []}, jti=jti)
    assert us.caller.post(ACKS, {"ids": []}, HTTP_X_JWS_SIGNATURE=first).status_code == 200
    return send(us, by_hand(plain(us, jti=jti), us.key))


ACKS = "/api/v1/mailbox/acks/"


def _open() -> jws.JWSRegistry:
    return jws.JWSRegistry(algorithms=["Ed25519"], strict_check_header=False)


def _move(us: System, by: timedelta) -> None:
    moved = {name: getattr(us.kept, name) + by for name in ("not_before", "not_after")}
    with by_the_owner():
        OfficeKey.objects.filter(pk=us.kept.pk).update(**moved)
