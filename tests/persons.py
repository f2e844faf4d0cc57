"""Changes of access in tests: proposed by one and confirmed by whoever can be the second person."""

from datetime import datetime
from typing import Any

from django.core import mail
from django.utils import timezone

from central_offices import roles
from central_offices.accounts import invitations
from central_offices.keys_and_clients import clients, registered_keys
from central_offices.models import (
    AccessChange,
    ApiClient,
    CentralOffice,
    OfficeKey,
    Officer,
    RoleGrant,
)
from central_offices.two_persons import changes
from central_offices.two_persons.lifecycle import access_change_steps
from kernel import acting
from tests import signatures, world
from tests.plumbing.by_the_owner import by_the_owner


def decided(change: AccessChange) -> AccessChange:
    """The change in force: confirmed by somebody else, objections waited for and not raised."""
    for name in (name for name, *_ in world.CAST):
        second = world.officer(name)
        if {"confirm", "agree"} & set(access_change_steps.open_to(second, change)):
            changes.confirm(change, by=second)
            break
    else:
        raise AssertionError(f"Nobody can be the second person of {change}.")
    if change.status == "AGREED":
        with by_the_owner():
            AccessChange.objects.filter(pk=change.pk).update(in_force_at=timezone.now())
        changes.upkeep()
        change.refresh_from_db()
    return change


def give_role(
    officer: Officer,
    role: str,
    *,
    by: Officer,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
    reason: str = "",
) -> RoleGrant:
    """The role in the officer's own office, as two persons give it."""
    days = {"valid_from": _text(valid_from), "valid_to": _text(valid_to)}
    change = changes.propose(
        "ROLE", officer.office, person=officer, by=by, role=role, reason=reason, **days
    )
    decided(change)
    officer.refresh_from_db()
    officer.forget_rights()
    return RoleGrant.objects.get(change=change)


def move(officer: Officer, office: CentralOffice, *, by: Officer, clearance: int, reason: str):
    decided(
        changes.propose("MOVE", office, person=officer, by=by, reason=reason, clearance=clearance)
    )
    officer.refresh_from_db()
    officer.forget_rights()


def enable(officer: Officer, *, by: Officer, reason: str) -> None:
    decided(changes.propose("ENABLE", officer.office, person=officer, by=by, reason=reason))
    officer.refresh_from_db()


def remove_factors(officer: Officer, *, by: Officer) -> None:
    """Second factor gone, as two persons decided, of whom one is a head of the office."""
    about = {"person": officer, "by": by, "reason": "Called back"}
    decided(changes.propose("FACTORS", officer.office, **about))
    officer.refresh_from_db()


def disable_by_two(officer: Officer, *, by: Officer, reason: str) -> None:
    """The account of somebody who decides closed, as two persons decided."""
    decided(changes.propose("DISABLE", officer.office, person=officer, by=by, reason=reason))
    officer.refresh_from_db()


def invite(
    *,
    by: Officer,
    email: str,
    name: str,
    office: CentralOffice,
    clearance: int,
    role: str | None = None,
    valid_to: datetime | None = None,
) -> Officer:
    """Somebody newly invited, who has not come in."""
    change = changes.propose(
        "ACCOUNT",
        office,
        by=by,
        email=email.casefold(),
        name=name,
        clearance=clearance,
        language="en",
        role=role,
        valid_to=_text(valid_to),
    )
    decided(change)
    return Officer.objects.select_related("office").get(email=email.casefold())


def link_of(officer: Officer) -> str:
    """The one-time link that was mailed to an officer last."""
    said = [one for one in mail.outbox if one.to == [officer.email] and "/invitation/" in one.body]
    return str(said[-1].body.split()[-1])


def make_client(office: CentralOffice, *, by: Officer, **given: Any) -> tuple[ApiClient, str]:
    """A client as two persons decided it, and the secret that the office's head took."""
    given = {"ip_allow": []} | given
    change = decided(changes.propose("CLIENT", office, by=by, **given))
    client = ApiClient.objects.select_related("officer__office", "application").get(change=change)
    return client, secret_of(client)


def secret_of(client: ApiClient) -> str:
    """A new secret, taken by a head of the office or who may instead."""
    people = [world.officer(name) for name, *_ in world.CAST]
    takes = [one for one in people if clients.may_take_secret(one, client.officer.office)]
    return clients.take_secret(client, by=takes[0])


def register_key(office: CentralOffice, text: str, *, by: Officer, **given: Any) -> OfficeKey:
    """A key of the office's own system, in force."""
    given = {"proof": signatures.proof_of(office.code, text)} | given
    content = registered_keys.content(text, **given)
    change = decided(changes.propose("KEY", office, by=by, **content))
    return OfficeKey.objects.select_related("office").get(change=change)


def new_link(officer: Officer) -> str:
    """A one-time link as the mail has it, for tests in which nothing is committed."""
    with acting.acting_as(roles.system()):
        return invitations._new_link(officer, roles.system())


def grow_old(*officers: Officer) -> None:
    """As if these officers had held everything for a year."""
    with by_the_owner():
        for officer in officers:
            Officer.objects.filter(pk=officer.pk).update(valid_from=world.LONG_AGO)
            officer.grants.update(valid_from=world.LONG_AGO)


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
