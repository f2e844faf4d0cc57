"""Check a kept message: who signed it, when, with which key, and whether it is still the same.

It asks the envelope and a key set and nothing else, so that it works years later and elsewhere.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from ledger.events import canonical
from ledger.signatures import jws, signed_calls, signing

# What a signature of this system covers, member by member.
COVERED = ("id", "type", "thread", "sender", "sent_at", "classification", "handling", "data")
NUMBERED = {"lane", "seq"}
MISSHAPEN = (AttributeError, KeyError, OverflowError, TypeError, ValueError)
HOLDERS = {"SYSTEM": "held by the agency's system", "OFFICE": "held by the office's own system"}


class Finding(NamedTuple):
    """One thing that was looked at, in a sentence."""

    good: bool
    words: str


def check(envelope: Mapping[str, Any], keys: Mapping[str, Mapping[str, Any]]) -> list[Finding]:
    """Findings about an envelope, with the keys of a JWKS by their `kid`."""
    signature = envelope.get("signature")
    if not isinstance(signature, dict) or not isinstance(signature.get("jws"), str):
        return [Finding(False, "The message is not signed.")]
    text, held_by = signature["jws"], str(signature.get("held_by"))
    also = jws.OF_CALL if held_by == "OFFICE" else set()
    try:
        header = jws.header_of(text, typ=jws.MESSAGE, also=also)
        about = _about_key(envelope, header, held_by, keys, _stored_at(envelope, keys))
        return [*about, *_signed(envelope, header, text, keys)]
    except jws.Forged as forged:
        return [Finding(False, f"{forged} The signature proves nothing.")]
    except MISSHAPEN:
        return [Finding(False, "The message or its key is not of the agreed shape.")]


def check_receipt(
    text: str, envelope: Mapping[str, Any], keys: Mapping[str, Mapping[str, Any]]
) -> list[Finding]:
    """Findings about the receipt of an envelope's storing: one line if all is good."""
    try:
        header = jws.header_of(text, typ=jws.RECEIPT)
        key = keys.get(header["kid"])
        if key is None:
            raise jws.Forged("unknown_key", f"The key {header['kid']} is not in the key set.")
        said = _object(jws.payload_of(text, jws.public_key(dict(key))))
    except jws.Forged as forged:
        return [Finding(False, f"{forged} The receipt proves nothing.")]
    when = datetime.fromtimestamp(header["iat"], UTC)
    content = {name: envelope.get(name) for name in COVERED}
    digest = hashlib.sha256(canonical(content).encode()).hexdigest()
    same = said.get("message") == envelope.get("id") and said.get("sha256") == digest
    same = same and all(said.get(name) == envelope[name] for name in NUMBERED & set(envelope))
    same = same and envelope.get("recipients", [said.get("recipient")]) == [said.get("recipient")]
    told = f"Receipt by {header['iss']}: stored for {said.get('recipient')}"
    told += f" at {said.get('delivered_at')}, {said.get('lane')} {said.get('seq')}."
    ours = {key.get("office"), header["iss"]} == {signing.SECRETARIAT}
    ours = ours and key.get("held_by") == "SYSTEM"
    try:
        counts = valid_at(key, when)
    except MISSHAPEN:
        counts = Finding(False, "The key of the receipt is not of the agreed shape.")
    if ours and same and counts.good:
        return [Finding(True, told)]
    others = [Finding(same, "It is not for this message.")] * (not same)
    return [Finding(ours, told), *others, *[counts] * (not counts.good)]


def _about_key(
    envelope: Mapping[str, Any],
    header: Mapping[str, Any],
    held_by: str,
    keys: Mapping[str, Mapping[str, Any]],
    stored: datetime | None,
) -> list[Finding]:
    key, kid = keys.get(header["kid"]), header["kid"]
    if key is None:
        raise jws.Forged("unknown_key", f"The key {kid} is not in the key set.")
    when = datetime.fromtimestamp(header["iat"], UTC)
    said = f"Signed by {header['iss']} on {when:%Y-%m-%d at %H:%M:%S} UTC with the key {kid},"
    ours = key.get("office") == header["iss"] == envelope.get("sender")
    findings = [
        Finding(True, f"{said} {HOLDERS.get(str(key.get('held_by')), 'held by nobody we know')}."),
        Finding(ours, _whose(key, envelope)),
        valid_at(key, when, stored),
    ]
    if key.get("held_by") != held_by:
        findings.append(Finding(False, "The message says that somebody else holds the key."))
    return findings


def _whose(key: Mapping[str, Any], envelope: Mapping[str, Any]) -> str:
    owner, sender = key.get("office"), envelope.get("sender")
    if owner == sender:
        return f"The key is one of {owner}, who sent the message."
    return f"The key is one of {owner}, but {sender} sent the message."


def valid_at(key: Mapping[str, Any], when: datetime, stored: datetime | None = None) -> Finding:
    """Whether a key counted at a time: within its validity, and not revoked by then.

    Once somebody else may have had a key, times can be made up: then only what was `stored` before
    that moment counts, which a receipt of the Secretariat says.
    """
    begins, ends = _time(key["not_before"]), _time(key["not_after"])
    if not begins <= when < ends:
        told = f"{begins:%Y-%m-%d %H:%M} to {ends:%Y-%m-%d %H:%M} UTC"
        return Finding(False, f"The key was not valid then: it is valid from {told}.")
    if not key.get("revoked_at"):
        return Finding(True, "The key was valid then, and was not revoked.")
    revoked, why = _time(key["revoked_at"]), key.get("revoked_reason")
    told = f"{revoked:%Y-%m-%d at %H:%M:%S} UTC ({why})"
    if why == "COMPROMISED":
        return _in_other_hands(key, f"The key was revoked on {told}", when, stored)
    if when >= revoked:
        return Finding(False, f"The key had been revoked on {told}.")
    return Finding(True, f"The key was valid then; it was revoked later, on {told}.")


def _in_other_hands(
    key: Mapping[str, Any], told: str, when: datetime, stored: datetime | None
) -> Finding:
    if not key.get("compromised_from"):
        return Finding(False, f"{told}: nothing signed with it counts.")
    since = _time(key["compromised_from"])
    hands = f"{told}; somebody else may have had it since {since:%Y-%m-%d at %H:%M:%S} UTC"
    if when >= since:
        return Finding(False, f"{hands}. What was signed from then on does not count.")
    if stored is None or stored >= since:
        return Finding(False, f"{hands}. No receipt shows that this was signed before.")
    attested = f"stored on {stored:%Y-%m-%d at %H:%M:%S} UTC, as the Secretariat's receipt attests"
    return Finding(True, f"{hands}. This was signed before: it was {attested}.")


def _stored_at(
    envelope: Mapping[str, Any], keys: Mapping[str, Mapping[str, Any]]
) -> datetime | None:
    """When it was first stored for somebody, by those of its receipts that are good themselves."""
    found = []
    for text in envelope.get("receipts", []):
        if all(finding.good for finding in check_receipt(text, envelope, keys)):
            header = jws.header_of(text, typ=jws.RECEIPT)
            said = _object(jws.payload_of(text, jws.public_key(dict(keys[header["kid"]]))))
            at = _time(said["delivered_at"])
            found.append(max(at, datetime.fromtimestamp(header["iat"], UTC)))
    return min(found, default=None)


def _signed(
    envelope: Mapping[str, Any],
    header: Mapping[str, Any],
    text: str,
    keys: Mapping[str, Mapping[str, Any]],
) -> list[Finding]:
    """The signature itself, then member by member what was signed against what is there."""
    said = _object(jws.payload_of(text, jws.public_key(dict(keys[header["kid"]]))))
    if "htm" in header:
        return [_as_called(envelope, header, said)]
    other = [name for name in COVERED if said.get(name) != envelope.get(name)]
    if other or header["jti"] != envelope.get("id") or set(said) != set(COVERED):
        told = ", ".join(other) or "id"
        return [Finding(False, f"The message is not the one that was signed: {told} differs.")]
    return [Finding(True, "The message is the one that was signed, member by member.")]


def _as_called(
    envelope: Mapping[str, Any], header: Mapping[str, Any], body: Mapping[str, Any]
) -> Finding:
    compare = signed_calls.differences_of(str(envelope.get("type")))
    call = f"{header['htm']} {header['htu']}"
    if compare is None:
        return Finding(False, f"No message of this type follows from the signed call {call}.")
    other = compare(envelope, header, body)
    if other:
        told = ", ".join(other)
        return Finding(False, f"The message says otherwise than the signed call {call}: {told}.")
    return Finding(True, f"The message says what was signed in the call {call}.")


def _object(payload: bytes) -> dict[str, Any]:
    try:
        said = json.loads(payload)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise jws.Forged("payload", "What was signed is not a JSON object.")
    return said


def _time(text: Any) -> datetime:
    return datetime.fromisoformat(str(text).replace("Z", "+00:00"))
