"""Contents of a message that an office's system signed with its call, and what the hub adds.

The mapping is written here once: it decides whether the office's own signature goes with a message,
and it is what anybody compares later (docs/api.md, "Signatures"). A call that says less than its
message, such as the sending of a draft, does not vouch for it.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ledger.signatures import jws
from ledger.signatures.signed_calls import on_call

# The step of the address that leads to a message type; the empty one files a request.
STEPS = {
    "": "request.sent",
    "acknowledge": "request.acknowledged",
    "start": "request.in_progress",
    "answer": "request.answered",
    "refuse": "request.refused",
    "refer": "request.referred",
    "defer": "request.deferred",
    "ask": "request.clarification_asked",
    "clarify": "request.clarified",
    "ask-again": "request.asked_again",
    "report-arrest": "request.arrest_reported",
    "recall": "request.recalled",
    "close": "request.closed",
    "confirm-destroyed": "request.destruction_confirmed",
}
ADDRESS = re.compile(r"/api/v1/requests/(?:([0-9a-fA-F-]{36})/([a-z-]+)/)?")
# What the message says of itself, told by this system: nobody signed it but the hub.
OF_HUB = {"request", "reference", "contribution", "kind", "by", "arrest", "ends_at", "basis"}
OF_HUB |= {"offices", "review"}
# What a member of `data` is when the call does not name it; all others are empty then.
USUAL: dict[str, Any] = {"urgency": "NORMAL", "purpose": "INFORMATION", "final": True}
USUAL |= {"conversation": "INDIVIDUAL"}
SETS = {"portfolios", "tags"}  # said in any order
TIMES = {"reply_due", "until", "arrested_at"}


def register() -> None:
    for type in STEPS.values():
        on_call(type, differences)


def differences(
    content: Mapping[str, Any], header: Mapping[str, Any], body: Mapping[str, Any]
) -> list[str]:
    """The members in which a message says otherwise than the signed call; empty when in none."""
    found = ADDRESS.fullmatch(str(header["htu"]))
    thread, step = found.groups(default="") if found else ("", None)
    if header["htm"] != "POST" or step is None or STEPS.get(step) != content["type"]:
        return ["type"]
    if step and thread.lower() != content["thread"]:
        return ["thread"]
    if body.get("send") is False:
        return ["send"]
    if not step and jws.RECIPIENTS not in header:
        return [jws.RECIPIENTS]
    try:
        return sorted(_other(content, body) | _other_files(content, header))
    except (AttributeError, KeyError, TypeError):
        return ["data"]  # not of the shape that any message has


def _other(content: Mapping[str, Any], body: Mapping[str, Any]) -> set[str]:
    data: Mapping[str, Any] = content["data"]
    other = set()
    if "classification" in body and body["classification"] != content["classification"]:
        other.add("classification")
    if sorted(body.get("handling") or []) != sorted(content["handling"]):
        other.add("handling")
    said = {name: value for name, value in body.items() if name not in _APART}
    other |= {name for name in said if name not in data}
    other |= {name for name in set(data) - OF_HUB if not _same(name, data, body)}
    return other


def _other_files(content: Mapping[str, Any], header: Mapping[str, Any]) -> set[str]:
    """Files count as signed only if the call names the digest of each."""
    said = {pk.lower(): sha256 for pk, sha256 in header.get(jws.FILES, {}).items()}
    there = {row["id"]: row["sha256"] for row in content["data"].get("attachments", [])}
    return set() if said == there else {jws.FILES}


def _same(name: str, data: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
    there = data[name]
    if name in ("office", "subject"):  # the only one that there is, where the call names none
        return bool(body.get(name, there) == there)
    if name in SETS:
        return sorted(there) == sorted(body.get(name) or [])
    if name == "persons":
        return sorted(_ids(there)) == sorted(_lower(body.get("subject_ids")))
    if name == "attachments":
        return sorted(_ids(there)) == sorted(_lower(body.get("attachments")))
    if name == "evaluation":
        return bool(there == "".join(str(body.get(part, "")) for part in _EVALUATION))
    said = body.get(name, USUAL.get(name))
    if name in TIMES:
        return bool(_time(said) == _time(there))
    return bool(_trimmed(said) == _trimmed(there))


_EVALUATION = ("source_evaluation", "information_evaluation")
_APART = {"classification", "handling", "send", "subject_ids", "office", "attachments"}
# That the answer betrays nobody is said to us, and told to nobody (`silence`).
_APART |= {*_EVALUATION, "nothing_on_asylum"}


def _ids(rows: Any) -> list[str]:
    return [row["id"] for row in rows]


def _lower(ids: Any) -> list[str]:
    return [text.lower() for text in ids or []]


def _trimmed(value: Any) -> Any:
    """Texts without the blanks round them, as they are kept; what is empty is as if not there."""
    if isinstance(value, dict):
        value = {name: _trimmed(one) for name, one in value.items()}
    return (value.strip() if isinstance(value, str) else value) or None


def _time(text: Any) -> Any:
    try:
        return datetime.fromisoformat(str(text).replace("Z", "+00:00")) if text else None
    except ValueError:
        return text
