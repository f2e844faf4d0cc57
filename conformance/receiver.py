"""The rules of a webhook receiver: what an office's own system has to do with what it is sent."""

import json
import secrets
import time
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import requests

from conformance.rules import Suite, demand, demand_status
from ledger.delivery import standard_webhooks

suite = Suite()
SPEC = "Standard Webhooks"
TIMEOUT_S = 15  # seconds
OLD = 6 * 60  # seconds


class Receiver:
    """A receiver at an address, with the secret that it shares with us."""

    def __init__(self, url: str, secret: str):
        self.url, self.secret = url, secret

    def headers(
        self, body: bytes, *, age: int = 0, signers: list[str] | None = None, id: Any = 0
    ) -> Any:
        at = datetime.fromtimestamp(time.time() - age, UTC)
        return standard_webhooks.headers(id or uuid4(), at, body, signers or [self.secret])

    def send(self, body: bytes, headers: dict[str, str]) -> requests.Response:
        return requests.post(
            self.url, body, headers=headers, timeout=TIMEOUT_S, allow_redirects=False
        )

    def refuses(self, body: bytes, headers: dict[str, str]) -> None:
        """Raise Broken unless the message is refused: nothing but 4xx tells us so."""
        status = self.send(body, headers).status_code
        demand(400 <= status < 500, f"{status}: it was taken")


def message(type: str = "ping", **more: Any) -> bytes:
    """An envelope as it is sent by webhook, with nobody's data."""
    whole = {
        "id": str(uuid4()),
        "type": type,
        "lane": "NORMAL",
        "seq": 1,
        "thread": str(uuid4()),
        "sender": "AGY",
        "recipients": [],
        "sent_at": datetime.now(UTC).isoformat(),
        "classification": "OFFICIAL",
        "handling": [],
        "data": {},
        "signature": None,
    }
    return json.dumps(whole | more).encode()


@suite.rule("A signed message is taken with a 2xx within 15 seconds", f"{SPEC}, Operations")
def takes(receiver: Receiver) -> None:
    body = message()
    answer = receiver.send(body, receiver.headers(body))
    demand(200 <= answer.status_code < 300, f"{answer.status_code} instead of 2xx")
    demand(answer.text.lstrip()[:1] != "<", "It answered with a web page: not its system")


@suite.rule("The same message sent again is taken again", f"{SPEC}, webhook-id")
def takes_twice(receiver: Receiver) -> None:
    body, id = message(), uuid4()
    for _ in range(2):
        answer = receiver.send(body, receiver.headers(body, id=id))
        demand(200 <= answer.status_code < 300, f"{answer.status_code} instead of 2xx")


@suite.rule("One good signature among several is enough", f"{SPEC}, Multiple signatures")
def takes_rotated(receiver: Receiver) -> None:
    body = message()
    signers = ["whsec_" + b64encode(secrets.token_bytes(32)).decode(), receiver.secret]
    demand_status(receiver.send(body, receiver.headers(body, signers=signers)), *range(200, 300))


@suite.rule("A type that it does not know, and members that are new, are taken", "docs/api.md")
def takes_unknown(receiver: Receiver) -> None:
    body = message("conformance.unknown", new_member={"x": 1})
    demand_status(receiver.send(body, receiver.headers(body)), *range(200, 300))


@suite.rule("A message without signature is refused", f"{SPEC}, Verifying")
def refuses_unsigned(receiver: Receiver) -> None:
    receiver.refuses(message(), {"Content-Type": "application/json"})


@suite.rule("A message signed with another secret is refused", f"{SPEC}, Verifying")
def refuses_forged(receiver: Receiver) -> None:
    body, other = message(), "whsec_" + b64encode(secrets.token_bytes(32)).decode()
    receiver.refuses(body, receiver.headers(body, signers=[other]))


@suite.rule("A body that was changed after signing is refused", f"{SPEC}, Verifying")
def refuses_changed(receiver: Receiver) -> None:
    receiver.refuses(message(), receiver.headers(message()))


@suite.rule("A signature moved to another id is refused", f"{SPEC}, Signature scheme")
def refuses_moved(receiver: Receiver) -> None:
    body = message()
    receiver.refuses(body, receiver.headers(body) | {"webhook-id": str(uuid4())})


@suite.rule("A message of six minutes ago, or ahead, is refused", f"{SPEC}, Verifying timestamps")
def refuses_old(receiver: Receiver) -> None:
    for age in (OLD, -OLD):
        body = message()
        receiver.refuses(body, receiver.headers(body, age=age))
