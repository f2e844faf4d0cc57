"""What each kind of change asks before it is proposed and confirmed, and what it does then.

Accounts, clients and keys are changed by the subjects that own them; `apps.py` registers them here.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from central_offices.models import AccessChange, Officer, Role

Kind = AccessChange.Kind


class Doing(NamedTuple):
    """`check(change)` raises why it can't be; `apply(change, by=…)` does it, and `undo` what was
    done when it was proposed.
    """

    check: Callable[[Any], None]
    apply: Callable[..., None]
    undo: Callable[..., None] | None = None


_doing: dict[str, Doing] = {}


def register(
    kind: str,
    check: Callable[[Any], None],
    apply: Callable[..., None],
    undo: Callable[..., None] | None = None,
) -> None:
    """Say what a kind of change asks and does."""
    _doing[kind] = Doing(check, apply, undo)


def check(change: AccessChange) -> None:
    """Raise the Refusal that stands against it now."""
    _doing[change.kind].check(change)


def apply(change: AccessChange, *, by: Officer) -> None:
    """Do what was proposed."""
    _doing[change.kind].apply(change, by=by)


def undo(change: AccessChange, *, by: Officer) -> None:
    """Undo what was done when it was proposed: it does not come."""
    if (doing := _doing[change.kind]).undo:
        doing.undo(change, by=by)


def needs_no_head(change: AccessChange) -> bool:
    """Whether it makes a head, lets the only one in again, or is about how the office takes part:
    an office may have joined, and have another name, before anybody is there.
    """
    if change.kind in AccessChange.OF_OFFICES:
        return bool(change.kind != Kind.LIVE)
    if change.kind == Kind.FACTORS and change.person:
        held = change.person.grants.in_force().filter(office=change.office, role=Role.HEAD)
        return bool(held.exists())
    return makes_a_head(change)


def makes_a_head(change: AccessChange) -> bool:
    """Whether the office has a head by it."""
    if change.kind == Kind.ENABLE and change.person:
        held = change.person.grants.in_force().filter(office=change.office, role=Role.HEAD)
        return bool(held.exists())
    return change.kind in (Kind.ACCOUNT, Kind.ROLE) and change.content.get("role") == Role.HEAD
