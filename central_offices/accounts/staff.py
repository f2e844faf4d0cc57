"""Administration of officers' accounts: roles, moves, locks, sessions.

Every verb refuses who may not, locks the officer, changes the row and writes its Event. Nobody
administers himself; an administrator runs accounts and sees no content (docs/laws.md T8).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.accounts import sessions
from central_offices.models import Officer, Role, RoleGrant
from central_offices.sign_in import lockout
from central_offices.two_persons import lifecycle, telling
from kernel import acting
from kernel.errors import NotPermitted, NotReady, Refusal, WrongState
from ledger import events

TWO_PERSONS = ("give_role", "move", "change_clearance", "enable", "remove_factors")


def may_administer(by: Officer, officer: Officer) -> bool:
    return by.administers and officer.is_human and by.pk != officer.pk


def leads(by: Officer, officer: Officer) -> bool:
    """Whether `by` speaks for the office of the officer, and is not the officer."""
    return by.pk != officer.pk and officer.is_human and lifecycle.speaks_for(by, officer.office)


def open_to(by: Officer, officer: Officer) -> list[str]:
    """The verbs that `by` may use on the officer now; buttons come from here."""
    administers = may_administer(by, officer)
    if not administers and not leads(by, officer):
        return []
    if not officer.is_active:
        return ["enable"]
    found = ["give_role"]
    found += ["give_shift"] if leads(by, officer) else []
    factors = Authenticator.objects.filter(user=officer.pk).exists()
    found += ["change_clearance", *(["remove_factors"] if factors else []), "move"]
    if not administers:
        return found
    found += ["end_sessions"]
    found.append("start_reset" if officer.has_usable_password() else "renew_invitation")
    if lockout.is_slowed(officer.email):
        found.append("unlock")
    return [*found, "disable"]


def check_step(by: Officer, officer: Officer, name: str) -> None:
    """Raise NotPermitted unless `by` may open the page of a step."""
    if name not in (*TWO_PERSONS, "give_shift") or not leads(by, officer):
        check(by, officer)


@contextmanager
def changing(officer: Officer, verb: str, *, by: Officer, **told: Any) -> Iterator[Officer]:
    """Yield the locked officer to change; on leaving, save it and record `officer.VERB`.

    `told` is `data` and `detail` of the Event. Raises NotPermitted.
    """
    with held(officer, verb, by=by, **told) as locked:
        check(by, locked)
        yield locked


@contextmanager
def held(officer: Officer, verb: str, *, by: Officer, **told: Any) -> Iterator[Officer]:
    """Like `changing`, for whoever was asked already who may."""
    with acting.acting_as(by):
        rows = Officer.objects.select_for_update(of=("self",)).select_related("office")
        locked = rows.get(pk=officer.pk)
        yield locked
        locked.version += 1
        locked.save()
        events.record(f"officer.{verb}", by=by, subject=locked, step=True, **told)
    officer.refresh_from_db()
    officer.forget_rights()


def check(by: Officer, officer: Officer) -> None:
    """Raise NotPermitted unless `by` may administer the officer."""
    roles.demand_administrator(by)
    if by.pk == officer.pk:
        raise NotPermitted(_("Nobody changes his own account here. Ask another administrator."))
    if not officer.is_human:
        raise NotPermitted(_("This account belongs to a system. Change its API client instead."))


def end_role(grant: RoleGrant, *, by: Officer, reason: str = "") -> None:
    """End a role now; one that has not begun never begins. Who must know is told by mail.

    Raises NotReady where the office has no other head: that needs a second person.
    """
    told = {"role": grant.role, "grant": str(grant.pk)}
    officer = grant.officer
    with changing(officer, "end_role", by=by, data=told, detail={"reason": reason}) as locked:
        if grant.role in lifecycle.speaking(locked.office):
            leave_a_head(locked, by)
        stop_role(locked, grant.pk)
        telling.taken(locked, by=by)


def stop_role(locked: Officer, grant: Any) -> None:
    """End a role of a locked officer. Raises WrongState, or Refusal for the last administrator."""
    row = RoleGrant.objects.select_for_update().get(pk=grant)
    now = timezone.now()
    if row.valid_to and row.valid_to <= max(now, row.valid_from):
        raise WrongState(_("This role has ended already."))
    if row.role == Role.ADMINISTRATOR:
        leave_an_administrator(locked)
    row.valid_to = max(now, row.valid_from)
    row.save(update_fields=["valid_to"])
    locked.refresh_rights()


def disable(officer: Officer, *, by: Officer, reason: str) -> None:
    """Close the account: sessions and links die at once; roles stay for the day it opens again.

    Who must know is told by mail. Raises NotReady where the office has no other head.
    """
    with changing(officer, "disable", by=by, detail={"reason": reason}) as locked:
        leave_a_head(locked, by)
        close_account(locked, reason)
        telling.taken(locked, by=by)


def close_account(locked: Officer, reason: str) -> None:
    """Close the account of a locked officer. Raises WrongState, or Refusal."""
    demand_active(locked)
    leave_an_administrator(locked)
    locked.is_active, locked.disabled_reason = False, reason
    locked.invitations.open().update(expires_at=timezone.now())
    sessions.end_all(locked)
    locked.refresh_rights()


def unlock(officer: Officer, *, by: Officer) -> None:
    """Forget the failed sign-ins, so that the officer need not wait for the lock to end."""
    with changing(officer, "unlock", by=by) as locked:
        lockout.forget(locked.email)


def end_sessions(officer: Officer, *, by: Officer) -> None:
    """End every session of the officer, wherever it is open."""
    with changing(officer, "end_sessions", by=by) as locked:
        sessions.end_all(locked)


def lower_clearance(officer: Officer, clearance: int, *, by: Officer, reason: str) -> None:
    """At once, by an administrator alone: taking away needs no second person."""
    told = {"before": officer.clearance, "after": clearance}
    with changing(officer, "change_clearance", by=by, data=told, detail={"reason": reason}) as row:
        demand_active(row)
        if clearance > row.clearance:
            raise NotReady(_("A higher clearance needs a second person: propose it."))
        row.clearance = clearance
        telling.taken(row, by=by)


def leave_an_administrator(officer: Officer) -> None:
    """Refuse to take the last administrator away; two at once wait for each other here."""
    if Role.ADMINISTRATOR not in officer.roles_held():
        return
    grants = RoleGrant.objects.in_force().filter(role=Role.ADMINISTRATOR).order_by("pk")
    held = [row.officer_id for row in grants.select_for_update()]
    able = Officer.objects.filter(pk__in=held, is_active=True).exclude(pk=officer.pk)
    if not able.exclude(password__startswith="!").exists():
        raise Refusal(_("The agency needs an administrator. Give somebody else the role first."))


def is_last_head(officer: Officer, by: Officer) -> bool:
    """Whether `by`, from outside, would leave the office of the officer without a head."""
    if by.office_id == officer.office_id or not lifecycle.speaks_for(officer, officer.office):
        return False
    others = lifecycle.heads(officer.office).exclude(pk=officer.pk)
    return not others.exclude(password__startswith="!").exists()


def leave_a_head(officer: Officer, by: Officer) -> None:
    """Refuse to take the last head away alone; two at once wait for each other here."""
    spoken = lifecycle.speaking(officer.office)
    grants = RoleGrant.objects.filter(office=officer.office_id, role__in=spoken).order_by("pk")
    list(grants.select_for_update())
    if is_last_head(officer, by):
        raise NotReady(_("The office has no other head: propose it, and a second person confirms."))


def demand_active(officer: Officer) -> None:
    """Raise WrongState while the account is disabled."""
    if not officer.is_active:
        raise WrongState(_("This account is disabled. Enable it first."))
