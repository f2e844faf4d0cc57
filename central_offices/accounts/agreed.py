"""Changes of an officer that two persons decided: what stands against each, and how it is done.

`two_persons.kinds` calls them when a change of access is proposed and when it comes into force.
"""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.accounts import sessions, staff
from central_offices.models import Officer, Role, RoleGrant, rights
from central_offices.two_persons import counting, kinds
from kernel import acting
from kernel.errors import NotPermitted, NotReady, WrongState


def register() -> None:
    """Called once, when the app is ready."""
    kinds.register("ROLE", demand_role, give_role)
    kinds.register("CLEARANCE", demand_clearance, raise_clearance)
    kinds.register("LOWER", demand_higher, lower_clearance)
    kinds.register("MOVE", demand_move, move)
    kinds.register("ENABLE", demand_disabled, enable)
    kinds.register("FACTORS", demand_factors, remove_factors)
    kinds.register("END_ROLE", demand_held, end_role)
    kinds.register("DISABLE", demand_open, disable, open_again)


def demand_role(change: Any) -> None:
    """Raise why the person of the change can't have the role."""
    begins, ends = _days(change)
    _demand_person(change)
    staff.demand_active(change.person)
    demand_fit(change.person, change.content["role"], begins, ends)


def give_role(change: Any, *, by: Officer) -> None:
    """Give the role that was proposed, in the officer's office, from now or a later moment on."""
    begins, ends = _days(change)
    role = change.content["role"]
    told = {"role": role, "from": begins.isoformat(), "to": ends and ends.isoformat()}
    with _agreed(change, "give_role", by=by, **told) as locked:
        grant_role(locked, role, change, begins, ends)


def grant_role(
    officer: Officer, role: str, change: Any, begins: datetime, ends: datetime | None
) -> None:
    """Write the grant that a change, decided by two persons, gives; the officer is locked."""
    officer.grants.create(
        office=officer.office,
        role=role,
        valid_from=begins,
        valid_to=ends,
        granted_by=change.proposed_by,
        change=change,
        reason=change.reason,
    )
    officer.refresh_rights()


def demand_move(change: Any) -> None:
    """Raise why the person can't move to the office of the change."""
    _demand_person(change)
    staff.demand_active(change.person)
    if change.office_id == change.person.office_id:
        raise WrongState(_("%(name)s works in that office already.") % {"name": change.person})
    if "from" not in change.content and not change.without_head:
        raise WrongState(_("This proposal has expired. Propose it anew."))
    if change.content.get("from") not in (None, change.person.office.code):
        raise WrongState(_("The officer works in another office now."))
    staff.leave_an_administrator(change.person)


def move(change: Any, *, by: Officer) -> None:
    """Move to the office: old roles, invitations to cases and sessions end; work stays.

    The clearance is the new office's to give. New roles are given afterwards.
    """
    clearance = change.content["clearance"]
    told = {"from": change.person.office.code, "to": change.office.code, "clearance": clearance}
    with _agreed(change, "move", by=by, **told) as locked:
        _end_every_role(locked)
        _end_named_permissions(locked)
        locked.office, locked.clearance = change.office, clearance
        locked.valid_from = timezone.now()
        locked.clearance_before = locked.clearance_from = None
        sessions.end_all(locked)
        locked.refresh_rights()


def demand_disabled(change: Any) -> None:
    """Raise WrongState unless the account is disabled."""
    _demand_person(change)
    if change.person.is_active:
        raise WrongState(_("This account is open already."))
    _demand_reason(change, _("Say why it is opened again."))


def enable(change: Any, *, by: Officer) -> None:
    """Open a disabled account again, with the roles that are still in force; it counts as new."""
    with _agreed(change, "enable", by=by) as locked:
        locked.is_active, locked.disabled_reason = True, ""
        locked.valid_from = timezone.now()
        locked.refresh_rights()


def demand_factors(change: Any) -> None:
    """Raise why there is no second factor to be taken away, or nobody said who asked for it."""
    _demand_person(change)
    staff.demand_active(change.person)
    _demand_reason(change, _("Say how you made sure who is asking."))
    if not Authenticator.objects.filter(user=change.person_id).exists():
        raise WrongState(_("The officer has no second factor."))


def remove_factors(change: Any, *, by: Officer) -> None:
    """Take away apps, keys and recovery codes of somebody who lost them; the password stays.

    The device in their place counts for decisions after a time, but where a head and another person
    of the same office decided.
    """
    with _agreed(change, "remove_factors", by=by) as locked:
        if {change.proposed_by.office_id, by.office_id} != {change.office_id}:
            locked.factor_from = timezone.now()
        Authenticator.objects.filter(user=locked.pk).delete()
        sessions.end_all(locked)


def demand_held(change: Any) -> None:
    """Raise why the role can't be ended."""
    _demand_person(change)
    _demand_reason(change, _("Say why: everybody of the office reads it."))
    held = change.person.grants.in_force().filter(pk=change.content["grant"])
    if not held.filter(role=change.content["role"]).exists():
        raise WrongState(_("This role has ended already."))


def end_role(change: Any, *, by: Officer) -> None:
    """End a role, as two persons decided."""
    told = {"role": change.content["role"], "grant": change.content["grant"]}
    with _agreed(change, "end_role", by=by, **told) as locked:
        staff.stop_role(locked, change.content["grant"])


def demand_open(change: Any) -> None:
    """Raise why the account can't be closed."""
    _demand_person(change)
    _demand_reason(change, _("Say why: everybody of the office reads it."))
    if change.suspends_until is None:
        staff.demand_active(change.person)


def disable(change: Any, *, by: Officer) -> None:
    """Close an account, as two persons decided; what one suspended stays closed."""
    with _agreed(change, "disable", by=by) as locked:
        if locked.is_active:
            staff.close_account(locked, change.reason)


def open_again(change: Any, *, by: Officer) -> None:
    """Open an account that one person had suspended, as it was: no second person confirmed it."""
    if change.suspends_until is None or change.person.is_active:
        return
    with _agreed(change, "end_suspension", by=by) as locked:
        locked.is_active, locked.disabled_reason = True, ""
        locked.refresh_rights()


def demand_clearance(change: Any) -> None:
    """Raise why the clearance can't be raised."""
    _demand_person(change)
    staff.demand_active(change.person)
    if change.content["clearance"] <= change.person.clearance:
        raise WrongState(_("The officer has this clearance already."))


def raise_clearance(change: Any, *, by: Officer) -> None:
    """It is read with at once, and counts for decisions after the waiting time."""
    after = change.content["clearance"]
    with _agreed(change, "change_clearance", by=by, after=after) as locked:
        still_waits = locked.clearance_from is not None and not counting.counts(
            locked, "", locked.clearance
        )
        if not still_waits:
            locked.clearance_before = locked.clearance
        locked.clearance, locked.clearance_from = after, timezone.now()


def demand_higher(change: Any) -> None:
    """Raise why the clearance can't be lowered."""
    _demand_person(change)
    _demand_reason(change, _("Say why: everybody of the office reads it."))
    staff.demand_active(change.person)
    if change.content["clearance"] >= change.person.clearance:
        raise WrongState(_("The officer's clearance is not above that."))


def lower_clearance(change: Any, *, by: Officer) -> None:
    """Lower a clearance, as two persons decided; it counts at once."""
    before, after = change.person.clearance, change.content["clearance"]
    with _agreed(change, "change_clearance", by=by, before=before, after=after) as locked:
        locked.clearance = after


def demand_fit(officer: Officer, role: str, begins: datetime, ends: datetime | None) -> None:
    """Raise why the officer can't hold the role in these days."""
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


def _agreed(change: Any, verb: str, *, by: Officer, **data: Any) -> AbstractContextManager[Officer]:
    """The person of a change that two persons have decided, locked."""
    told = data | {"change": str(change.pk)}
    return staff.held(change.person, verb, by=by, data=told, detail={"reason": change.reason})


def _days(change: Any) -> tuple[datetime, datetime | None]:
    """From when to when the role of a change holds; one that should have begun begins now."""
    begins, ends = (change.content.get(name) for name in ("valid_from", "valid_to"))
    now = timezone.now()
    return (
        max(datetime.fromisoformat(begins), now) if begins else now,
        datetime.fromisoformat(ends) if ends else None,
    )


def _demand_reason(change: Any, sentence: str) -> None:
    if not change.reason:
        raise NotReady(sentence, [("reason", sentence)])


def _demand_person(change: Any) -> None:
    """The person as it is now: a person, and, but for a move, of the office of the change."""
    change.person.refresh_from_db()
    change.person.forget_rights()
    if not change.person.is_human:
        raise NotPermitted(_("This account belongs to a system. Change its API client instead."))
    if change.kind != "MOVE" and change.person.office_id != change.office_id:
        raise WrongState(_("The officer works in another office now."))


def _end_every_role(officer: Officer) -> None:
    now = timezone.now()
    for grant in officer.grants.filter(Q(valid_to=None) | Q(valid_to__gt=now)):
        grant.valid_to = max(now, grant.valid_from)
        grant.save(update_fields=["valid_to"])


def _end_named_permissions(officer: Officer) -> None:
    """End what the officer was given by name on single records, with the office that gave it."""
    from guardian.models import UserObjectPermissionBase

    with acting.by_a_rule("what ends with a role"):
        for relation in Officer._meta.related_objects:
            if issubclass(relation.related_model, UserObjectPermissionBase):
                relation.related_model._base_manager.filter(user=officer).delete()
