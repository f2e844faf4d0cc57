"""Offices' own systems that sign, in tests: a registered key, and calls signed by hand."""

import hashlib
import json
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from joserfc import jws
from joserfc.jwk import OKPKey
from oauth2_provider.models import get_access_token_model
from rest_framework.test import APIClient

from central_offices.api.tokens import mark
from central_offices.models import ApiClient, CentralOffice, OfficeKey
from tests import systems
from tests.plumbing.by_the_owner import by_the_owner


def token(client: ApiClient, scope: str = "requests") -> str:
    """A token as the endpoint gives it, without the slow check of the secret."""
    text = uuid4().hex
    ends = timezone.now() + timedelta(minutes=10)
    model = get_access_token_model()
    mark(
        model.objects.create(application=client.application, token=text, scope=scope, expires=ends)
    )
    return text


MADE: dict[str, OKPKey] = {}  # every pair of a test by its thumbprint, to prove it


def pair() -> OKPKey:
    key = OKPKey.generate_key("Ed25519")
    MADE[key.thumbprint()] = key
    return key


def proof(office: str, key: OKPKey, **other: Any) -> str:
    """The statement by which the owner of a key shows that it is there, or another one."""
    payload = other.pop("payload", {"kid": key.thumbprint(), "office": office})
    usual = {"alg": "Ed25519", "kid": key.thumbprint(), "typ": "iisa-key+jws", "iss": office}
    head = usual | {"iat": int(time.time()), "jti": uuid4().hex} | other
    registry = jws.JWSRegistry(algorithms=["Ed25519"], strict_check_header=False)
    return jws.serialize_compact(head, canonical(payload), key, registry=registry)


def proof_of(office: str, text: str) -> str:
    """That statement for the public part of a pair that `pair` made; empty for any other text."""
    made = [key for kid, key in MADE.items() if key.as_dict(private=False)["x"] in text]
    return proof(office, made[-1]) if made else ""


def register(office: CentralOffice, key: OKPKey) -> OfficeKey:
    """The key in force for some days, so that what it signs counts."""
    now = timezone.now().replace(microsecond=0)
    public = {name: value for name, value in key.as_dict(private=False).items() if name != "kid"}
    with by_the_owner():
        return OfficeKey.objects.create(
            office=office,
            kid=key.thumbprint(),
            public_jwk=public,
            held_by=OfficeKey.Holder.OFFICE,
            not_before=now - timedelta(days=4),
            not_after=now + timedelta(days=700),
        )


def header(key: OKPKey, office: str, method: str, path: str, **other: Any) -> dict[str, Any]:
    """The protected header of a good signature, with what a test wants otherwise."""
    usual = {
        "alg": "Ed25519",
        "kid": key.thumbprint(),
        "typ": "iisa-message+jws",
        "iss": office,
        "iat": int(time.time()),
        "jti": uuid4().hex,
        "htm": method,
        "htu": path,
    }
    return {k: v for k, v in (usual | other).items() if v is not None}


SALT = "0123456789abcdef0123456789abcdef"  # every test's own would tell nothing more


def asking(body: Any, salt: str = SALT) -> dict[str, str]:
    """The header's member about whom a body asks, if it asks anybody."""
    if not isinstance(body, dict) or "recipients" not in body:
        return {}
    said = json.dumps(
        {"recipients": sorted(set(body["recipients"])), "salt": salt}, separators=(",", ":")
    )
    return {"recipients": hashlib.sha256(said.encode()).hexdigest()}


def canonical(body: dict[str, Any]) -> bytes:
    signed = {name: value for name, value in body.items() if name != "recipients"}
    text = json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def detached(head: dict[str, Any], payload: bytes, key: Any) -> str:
    """A detached JWS with any header at all: what is forged must not be stopped by the library."""
    registry = jws.JWSRegistry(algorithms=[head["alg"]], strict_check_header=False)
    return jws.detach_content(jws.serialize_compact(head, payload, key, registry=registry))


class System:
    """The system of an office, with a token and a key of its own."""

    def __init__(self, code: str, *, registered: bool = True, clearance: int = 2):
        self.office = CentralOffice.objects.get(code=code)
        self.client = systems.register(self.office, clearance=clearance)
        self.caller = APIClient()
        self.come_in(token(self.client))
        self.key = pair()
        self.kept = register(self.office, self.key) if registered else None

    def come_in(self, token: str) -> None:
        """Call with this token, and with the usual salt beside each signature."""
        self.caller.credentials(HTTP_AUTHORIZATION=f"Bearer {token}", HTTP_X_JWS_SALT=SALT)

    def post(self, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
        """A signed POST."""
        body = body or {}
        text = self.signature("POST", path, body)
        return self.caller.post(path, body, HTTP_X_JWS_SIGNATURE=text, **headers)

    def signature(self, method: str, path: str, body: dict[str, Any], **other: Any) -> str:
        named = asking(body) | other
        head = header(self.key, self.office.code, method, path, **named)
        return detached(head, canonical(body), self.key)
