"""An office's own system as its developers would write it: a token, and signed calls."""

import hashlib
import json
import secrets
import time
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import requests
from joserfc import jws
from joserfc.jwk import OKPKey

TIMEOUT_S = 15  # seconds
RENEW_AFTER_S = 300  # seconds; a token lives ten minutes


class OfficeSystem:
    """Calls the API at `base` as one client; `key` (a JWK) signs what it writes."""

    def __init__(
        self,
        base: str,
        client_id: str,
        secret: str,
        office: str = "",
        key: dict[str, Any] | None = None,
    ):
        self.base, self.office = base.rstrip("/"), office
        self.pair = (client_id, secret)
        self.key = OKPKey.import_key(key) if key else None
        self.http = requests.Session()
        self._renew_at = 0.0

    def ask_token(self, pair: tuple[str, str] | None = None, **form: str) -> requests.Response:
        data = {"grant_type": "client_credentials", **form}
        return self.http.post(
            f"{self.base}/oauth/token/", data, auth=pair or self.pair, timeout=TIMEOUT_S
        )

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Any:
        return self._call("GET", path, headers, params=query)

    def post(self, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        return self._call("POST", path, headers, json=body if body is not None else {})

    def patch(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        return self._call("PATCH", path, headers, json=body)

    def _call(self, method: str, path: str, headers: Any, **what: Any) -> requests.Response:
        if time.monotonic() > self._renew_at:
            answer = self.ask_token()
            answer.raise_for_status()
            self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            self._renew_at = time.monotonic() + RENEW_AFTER_S
        headers = dict(headers or {})
        if self.key and "json" in what:
            headers |= self._signature(self.key, method, path, what["json"])
        return self.http.request(
            method, self.base + path, headers=headers, timeout=TIMEOUT_S, **what
        )

    def _signature(
        self, key: OKPKey, method: str, path: str, body: dict[str, Any]
    ) -> dict[str, str]:
        """The headers of a signed call: a detached JWS over the body without `recipients`.

        Their digest stands in its header, and the salt beside it (docs/signatures.md).
        """
        signed, salt = dict(body), secrets.token_hex(16)
        recipients = signed.pop("recipients", None)
        head: dict[str, Any] = {
            "alg": "Ed25519",
            "kid": key.thumbprint(),
            "typ": "iisa-message+jws",
            "iss": self.office,
            "iat": int(time.time()),
            "jti": uuid4().hex,
            "htm": method,
            "htu": urlsplit(path).path,
        }
        if recipients is not None:
            asked = {"recipients": sorted(set(recipients)), "salt": salt}
            head["recipients"] = hashlib.sha256(_canonical(asked)).hexdigest()
        registry = jws.JWSRegistry(algorithms=["Ed25519"], strict_check_header=False)
        whole = jws.serialize_compact(head, _canonical(signed), key, registry=registry)
        sent = {"X-JWS-Signature": jws.detach_content(whole)}
        return sent | ({} if recipients is None else {"X-JWS-Salt": salt})


def statement(office: str, key: OKPKey) -> str:
    """The words that an office pastes beside its new public key, signed with the private one."""
    kid = key.thumbprint()
    head: dict[str, Any] = {"alg": "Ed25519", "kid": kid, "typ": "iisa-key+jws", "iss": office}
    head |= {"iat": int(time.time()), "jti": uuid4().hex}
    registry = jws.JWSRegistry(algorithms=["Ed25519"], strict_check_header=False)
    said = _canonical({"kid": kid, "office": office})
    return jws.serialize_compact(head, said, key, registry=registry)


def _canonical(said: dict[str, Any]) -> bytes:
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()
