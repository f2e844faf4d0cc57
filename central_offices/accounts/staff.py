"""Administration of officers' accounts: roles, moves, locks, sessions.

Every verb refuses who may not, locks the officer, changes the row and writes its Event. Nobody
administers himself; an administrator runs accounts and sees no content (docs/laws.md T8).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.accounts import mail, sessions, sign_ins
from central_offices.models import CentralOffice, Officer, Role, RoleGrant, rights
from kernel import acting
from kernel.errors import NotPermitted, NotReady, Refusal, WrongState
from ledger import events


def may_administer(by: Officer, officer: Officer) -> bool:
    return by.administers and officer.is_human and by.pk != officer.pk


def open_to(by: Officer, officer: Officer) -> list[str]:
    """The verbs that `by` may use on the officer now; buttons come from here."""
    if not may_administer(by, officer):
        return []
    if not officer.is_active:
        return ["enable"]
    found = ["give_role", "move", "change_clearance", "end_sessions"]
    found.append("start_reset" if officer.has_usable_password() else "renew_invitation")
    if Authenticator.objects.filter(user=officer.pk).exists():
        found.append("remove_factors")
    if sign_ins.is_locked(officer.email):
        found.append("unlock")
    return [*found, "disable"]


@contextmanager
def changing(officer: Officer, verb: str, *, by: Officer, **told: Any) -> Iterator[Officer]:
    """Yield the locked officer to change; on leaving, save it and record `officer.VERB`.

    `told` is `data` and `detail` of the Event. Raises NotPermitted.
    """
    with acting.acting_as(by):
        rows = Officer.objects.select_for_update(of=("self",)).select_related("office")
        locked = rows.get(pk=officer.pk)
        check(by, locked)
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


def give_role(
    officer: Officer,
    role: str,
    *,
    by: Officer,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
    reason: str = "",
) -> RoleGrant:
    """Give a role in the officer's office, from now or from a moment on, for good or until one."""
    begins = valid_from or timezone.now()
    told = {"role": role, "from": begins.isoformat(), "to": valid_to and valid_to.isoformat()}
    with changing(officer, "give_role", by=by, data=told, detail={"reason": reason}) as locked:
        _demand_active(locked)
        _demand_fit(locked, role, begins, valid_to)
        grant = RoleGrant.objects.create(
            officer=locked,
            office=locked.office,
            role=role,
            valid_from=begins,
            valid_to=valid_to,
            granted_by=by,
            reason=reason,
        )
        locked.refresh_rights()
    return grant


def end_role(grant: RoleGrant, *, by: Officer, reason: str = "") -> None:
    """End a role now; one that has not begun never begins."""
    told = {"role": grant.role, "grant": str(grant.pk)}
    officer = grant.officer
    with changing(officer, "end_role", by=by, data=told, detail={"reason": reason}) as locked:
        row = RoleGrant.objects.select_for_update().get(pk=grant.pk)
        now = timezone.now()
        if row.valid_to and row.valid_to <= max(now, row.valid_from):
            raise WrongState(_("This role has ended already."))
        if row.role == Role.ADMINISTRATOR:
            _leave_an_administrator(locked)
        row.valid_to = max(now, row.valid_from)
        row.save(update_fields=["valid_to"])
        locked.refresh_rights()


def move(
    officer: Officer, office: CentralOffice, *, by: Officer, clearance: int, reason: str
) -> None:
    """Move to another office: old roles, invitations to cases and sessions end; work stays.

    The clearance is the new office's to give. New roles are given afterwards.
    """
    told = {"from": officer.office.code, "to": office.code, "clearance": clearance}
    with changing(officer, "move", by=by, data=told, detail={"reason": reason}) as locked:
        _demand_active(locked)
        if office.pk == locked.office_id:
            raise WrongState(_("%(name)s works in that office already.") % {"name": locked})
        _leave_an_administrator(locked)
        _end_every_role(locked)
        _end_named_permissions(locked)
        locked.office, locked.clearance = office, clearance
        sessions.end_all(locked)
        locked.refresh_rights()


def disable(officer: Officer, *, by: Officer, reason: str) -> None:
    """Close the account: sessions and links die at once; roles stay for the day it opens again."""
    with changing(officer, "disable", by=by, detail={"reason": reason}) as locked:
        _demand_active(locked)
        _leave_an_administrator(locked)
        locked.is_active, locked.disabled_reason = False, reason
        locked.invitations.open().update(expires_at=timezone.now())
        sessions.end_all(locked)
        locked.refresh_rights()


def enable(officer: Officer, *, by: Officer, reason: str) -> None:
    """Open a disabled account again, with the roles that are still in force."""
    with changing(officer, "enable", by=by, detail={"reason": reason}) as locked:
        if locked.is_active:
            raise WrongState(_("This account is open already."))
        locked.is_active, locked.disabled_reason = True, ""
        locked.refresh_rights()


def unlock(officer: Officer, *, by: Officer) -> None:
    """Forget the failed sign-ins, so that the officer need not wait for the lock to end."""
    with changing(officer, "unlock", by=by) as locked:
        sign_ins.forget(locked.email)


def end_sessions(officer: Officer, *, by: Officer) -> None:
    """End every session of the officer, wherever it is open."""
    with changing(officer, "end_sessions", by=by) as locked:
        sessions.end_all(locked)


def remove_factors(officer: Officer, *, by: Officer) -> None:
    """Take away apps, keys and recovery codes of somebody who lost them; the password stays."""
    with changing(officer, "remove_factors", by=by) as locked:
        _demand_active(locked)
        Authenticator.objects.filter(user=locked.pk).delete()
        sessions.end_all(locked)
        mail.send(
            locked.email,
            _("Your access to the agency's system"),
            _("An administrator took your second factor away. Unexpected? Tell your head at once."),
        )


def change_clearance(officer: Officer, clearance: int, *, by: Officer, reason: str) -> None:
    told = {"before": officer.clearance, "after": clearance}
    with changing(officer, "change_clearance", by=by, data=told, detail={"reason": reason}) as row:
        _demand_active(row)
        row.clearance = clearance


def _demand_active(officer: Officer) -> None:
    if not officer.is_active:
        raise WrongState(_("This account is disabled. Enable it first."))


def _demand_fit(officer: Officer, role: str, begins: datetime, ends: datetime | None) -> None:
    if not rights.fits(role, officer.office, officer.kind):
        words = {"role": Role(role).label, "office": officer.office}
        raise NotReady(_("%(office)s has no role %(role)s.") % words)
    if ends and ends <= begins:
        raise NotReady(_("The role ends before it begins. Correct one of the days."))
    to_come = RoleGrant.objects.filter(officer=officer, office=officer.office)
    to_come = to_come.filter(Q(valid_to=None) | Q(valid_to__gt=begins))
    if ends:
        to_come = to_come.filter(valid_from__lt=ends)
    held = set(to_come.values_list("role", flat=True))
    if role in held:
        raise WrongState(_("The officer holds this role in that time already. End it first."))
    if Role.ADMINISTRATOR in held | {role} and not held | {role} <= rights.BESIDE_ADMINISTRATOR:
        raise NotReady(
            _("An administrator holds no role that opens content. End the other role first.")
        )


def _leave_an_administrator(officer: Officer) -> None:
    """Refuse to take the last administrator away; two at once wait for each other here."""
    if Role.ADMINISTRATOR not in officer.roles_held():
        return
    grants = RoleGrant.objects.in_force().filter(role=Role.ADMINISTRATOR).order_by("pk")
    held = [row.officer_id for row in grants.select_for_update()]
    able = Officer.objects.filter(pk__in=held, is_active=True).exclude(pk=officer.pk)
    if not able.exclude(password__startswith="!").exists():
        raise Refusal(_("The agency needs an administrator. Give somebody else the role first."))


def _end_every_role(officer: Officer) -> None:
    now = timezone.now()
    for grant in officer.grants.filter(Q(valid_to=None) | Q(valid_to__gt=now)):
        grant.valid_to = max(now, grant.valid_from)
        grant.save(update_fields=["valid_to"])


def _end_named_permissions(officer: Officer) -> None:
    """What the officer was given by name on single records goes with the office that gave it."""
    from guardian.models import UserObjectPermissionBase

    for relation in Officer._meta.related_objects:
        if issubclass(relation.related_model, UserObjectPermissionBase):
            relation.related_model._base_manager.filter(user=officer).delete()
