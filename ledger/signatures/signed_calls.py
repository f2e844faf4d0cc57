"""Signed calls of offices' systems: whether what a call said is what its message says.

Each app says for its own message types what the call must have said (`on_call`).
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ledger.events import canonical

Differences = Callable[[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]], list[str]]
_differences: dict[str, Differences] = {}


def on_call(type: str, differences: Differences) -> None:
    """`differences(content, header, body)` names what a message of this type says otherwise."""
    _differences[type] = differences


def differences_of(type: str) -> Differences | None:
    """The function registered for a message type; None where no call can sign such a message."""
    return _differences.get(type)


def digest_of_recipients(codes: Iterable[str], salt: str) -> str:
    """The digest in a call's header of whom it is for; without the salt nobody can try names."""
    said = canonical({"recipients": sorted(set(codes)), "salt": salt})
    return hashlib.sha256(said.encode()).hexdigest()


def covers(content: Mapping[str, Any], header: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
    """Whether a signed call said everything that the message says."""
    compare = differences_of(str(content["type"]))
    return compare is not None and not compare(content, header, body)
