"""Signed calls of offices' systems: whether what a call said is what its message says.

Each app says for its own message types what the call must have said (`on_call`).
"""

from collections.abc import Callable, Mapping
from typing import Any

Differences = Callable[[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]], list[str]]
_differences: dict[str, Differences] = {}


def on_call(type: str, differences: Differences) -> None:
    """`differences(content, header, body)` names what a message of this type says otherwise."""
    _differences[type] = differences


def differences_of(type: str) -> Differences | None:
    """The function registered for a message type; None where no call can sign such a message."""
    return _differences.get(type)


def covers(content: Mapping[str, Any], header: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
    """Whether a signed call said everything that the message says."""
    compare = differences_of(str(content["type"]))
    return compare is not None and not compare(content, header, body)
