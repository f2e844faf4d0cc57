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
from central_offices.models import Officer, Role, RoleGrant, rights
from central_offices.sign_in import lockout
from central_offices.two_persons import lifecycle, telling
from kernel import acting
from kernel.errors import NotPermitted, NotReady, Refusal, WrongState
from ledger import events

# What a head of the office may do as well, alone or with a second person.
OF_HEADS = ("give_shift", "disable", "suspend")
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
    ending = ["suspend", "disable"] if needs_two(officer) else ["disable"]
    if not administers:
        return [*found, *ending]
    found += ["end_sessions"]
    found.append("start_reset" if officer.has_usable_password() else "renew_invitation")
    if lockout.is_slowed(officer.email):
        found.append("unlock")
    return [*found, *ending]


def check_step(by: Officer, officer: Officer, name: str) -> None:
    """Raise NotPermitted unless `by` may open the page of a step."""
    if name not in (*TWO_PERSONS, *OF_HEADS) or not leads(by, officer):
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

    Raises NotReady where somebody decides by the role: that needs a second person.
    """
    told = {"role": grant.role, "grant": str(grant.pk)}
    officer = grant.officer
    with changing(officer, "end_role", by=by, data=told, detail={"reason": reason}) as locked:
        if decides_by(locked, grant.role):
            raise NotReady(_("Somebody decides by it: propose it, and a second person confirms."))
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

    An administrator's or a head's step. Who must know is told by mail. Raises NotReady where
    somebody decides by the account, or nobody else works there: that needs a second person.
    """
    with acting.acting_as(by):
        _lock_people(officer.office_id)
        with held(officer, "disable", by=by, detail={"reason": reason}) as locked:
            if not leads(by, locked):
                check(by, locked)
            if needs_two(locked):
                sentence = _(
                    "Somebody decides by this account, or nobody else works there: propose it, "
                    "and a second person confirms. Until then one person can suspend it."
                )
                raise NotReady(sentence)
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
    """At once, by an administrator alone. Raises NotReady where the officer decides about what
    others did: that needs a second person, as a higher clearance does.
    """
    told = {"before": officer.clearance, "after": clearance}
    with changing(officer, "change_clearance", by=by, data=told, detail={"reason": reason}) as row:
        demand_active(row)
        if clearance > row.clearance:
            raise NotReady(_("A higher clearance needs a second person: propose it."))
        if decides(row):
            raise NotReady(_("Somebody decides by it: propose it, and a second person confirms."))
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


def needs_two(officer: Officer) -> bool:
    """Whether two persons close the account: who came in and decides by it, or works there alone.

    Two who close accounts of one office at once wait for each other (`_lock_people`).
    """
    if not officer.has_usable_password():
        return False
    if decides(officer):
        return True
    others = Officer.objects.people().filter(office=officer.office_id, is_active=True)
    return not others.exclude(pk=officer.pk).exclude(password__startswith="!").exists()


def decides(officer: Officer) -> bool:
    """Whether the officer, who came in, decides about what others did, by any role."""
    held = {Role(role) for role in officer.roles_held()}
    return officer.has_usable_password() and bool(rights.DECIDING & held)


def decides_by(officer: Officer, role: str) -> bool:
    """Whether two persons end this role of an officer who came in."""
    return role in rights.DECIDING and officer.has_usable_password()


def _lock_people(office: int) -> None:
    rows = Officer.objects.people().filter(office=office).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def demand_active(officer: Officer) -> None:
    """Raise WrongState while the account is disabled."""
    if not officer.is_active:
        raise WrongState(_("This account is disabled. Enable it first."))
