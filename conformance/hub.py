"""The rules of this system's own API, tried from outside as one office's system.

What is written is one draft, which is thrown away at the end.
"""

from typing import Any
from uuid import uuid4

from conformance.caller import OfficeSystem
from conformance.rules import Suite, demand, demand_status
from conformance.witness import Collection, NotTheSame

suite = Suite()
of_ledger = Suite()  # asked with a collection of checkpoints that was kept
REQUESTS = "/api/v1/requests/"
ENVELOPE = {
    *("id", "type", "lane", "seq", "thread", "sender", "recipients", "sent_at"),
    *("classification", "handling", "data", "signature"),
}
DRAFT = {
    "type": "INFO",
    "recipients": ["AGY"],
    "title": "Test of the connection",
    "ask": "None: this draft is thrown away.",
    "legal_basis": "Test",
    "send": False,
}


@suite.rule("A token is given for client credentials, and ends", "RFC 6749 §4.4, §5.1")
def token(system: OfficeSystem) -> None:
    answer = system.ask_token()
    demand_status(answer, 200)
    told = answer.json()
    demand(told["token_type"].lower() == "bearer", "It is no bearer token")
    demand(0 < told["expires_in"] <= 3600, f"It lives {told['expires_in']} seconds")


@suite.rule("A wrong secret gets no token", "RFC 6749 §5.2")
def wrong_secret(system: OfficeSystem) -> None:
    demand_status(system.ask_token((system.pair[0], "wrong-secret")), 401)


@suite.rule("A made-up token opens nothing, and the answer says how to sign in", "RFC 6750 §3")
def wrong_token(system: OfficeSystem) -> None:
    headers = {"Authorization": "Bearer made-up"}
    answer = system.http.get(system.base + REQUESTS, headers=headers, timeout=15)
    demand_status(answer, 401)
    demand("Bearer" in answer.headers.get("WWW-Authenticate", ""), "There is no WWW-Authenticate")


@suite.rule("What is missing is 404, told as problem details", "RFC 9457 §3")
def problem(system: OfficeSystem) -> None:
    answer = system.get(f"{REQUESTS}{uuid4()}/")
    demand_status(answer, 404)
    media = answer.headers.get("Content-Type", "")
    demand(media.startswith("application/problem+json"), f"It is {media}")
    demand(answer.json()["status"] == 404, "`status` differs from the status")


@suite.rule("A list has a page of at most `limit` rows and leads to the next", "RFC 8288 §3")
def pages(system: OfficeSystem) -> None:
    answer = system.get("/api/v1/offices/", limit=1)
    demand_status(answer, 200)
    demand(len(answer.json()["results"]) <= 1, "The page is longer than `limit`")
    following = answer.json()["next"]
    demand(not following or following in answer.headers.get("Link", ""), "There is no Link header")


@suite.rule("An answer that is known already is not sent again", "RFC 9110 §13.1.2")
def unchanged(system: OfficeSystem) -> None:
    tag = system.get("/api/v1/portfolios/").headers["ETag"]
    again = system.get("/api/v1/portfolios/", {"If-None-Match": tag})
    demand_status(again, 304)


@suite.rule("Answers say how many calls are left", "draft-ietf-httpapi-ratelimit-headers-10 §4")
def limits(system: OfficeSystem) -> None:
    headers = system.get("/api/v1/portfolios/").headers
    told = "RateLimit" in headers and "RateLimit-Policy" in headers  # whatever their case
    demand(told, "RateLimit is missing")


@suite.rule("The mailbox gives complete envelopes", "docs/api.md, The mailbox")
def mailbox(system: OfficeSystem) -> None:
    answer = system.get("/api/v1/mailbox/", limit=5, lane="NORMAL", after=0)
    demand_status(answer, 200)
    for message in answer.json()["messages"]:
        demand(set(message) == ENVELOPE, f"An envelope has {sorted(message)}")


@suite.rule("The mailbox brings the newest checkpoint of the ledger along", "docs/checkpoints.md")
def checkpoint(system: OfficeSystem) -> None:
    answer = system.get("/api/v1/mailbox/", limit=1)
    demand_status(answer, 200)
    demand(answer.json()["checkpoint"], "There is none")
    same = answer.headers.get("X-Checkpoint") == answer.json()["checkpoint"]
    demand(same, "X-Checkpoint is another one, or missing")


@of_ledger.rule("The ledger is the one whose checkpoints were kept", "RFC 9162 §2.1.4")
def same_ledger(kept: Collection) -> None:
    try:
        kept.take_all()
    except NotTheSame as other:
        demand(False, str(other))


def _draft(system: OfficeSystem, key: str, **other: Any) -> Any:
    return system.post(REQUESTS, DRAFT | other, {"Idempotency-Key": key})


@suite.rule(
    "The same POST under the same key is carried out once; another body is refused",
    "draft-ietf-httpapi-idempotency-key-header-07 §2",
)
def idempotency(system: OfficeSystem) -> None:
    key = f"conformance-{uuid4()}"
    first = _draft(system, key)
    demand_status(first, 201)
    address = f"{REQUESTS}{first.json()['id']}/"
    try:
        demand(_draft(system, key).json() == first.json(), "The second answer differs")
        demand_status(_draft(system, key, title="Another"), 422)
    finally:
        system.post(f"{address}discard/")


@suite.rule("A change without, or with an old, ETag is refused", "RFC 6585 §3, RFC 9110 §13.1.1")
def conditional(system: OfficeSystem) -> None:
    made = _draft(system, f"conformance-{uuid4()}")
    demand_status(made, 201)
    address = f"{REQUESTS}{made.json()['id']}/"
    try:
        tag = {"If-Match": system.get(address).headers["ETag"]}
        demand_status(system.patch(address, {"title": "New"}), 428)
        demand_status(system.patch(address, {"title": "New"}, tag), 200)
        demand_status(system.patch(address, {"title": "Newer"}, tag), 412)
    finally:
        system.post(f"{address}discard/")
