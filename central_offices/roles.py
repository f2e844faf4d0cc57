"""What a role gives: object permissions on the office, through one group per office and role.

Grants are dated rows; groups are derived from them by `refresh`, and read in `may` only.
"""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.core import ObjectPermissionChecker
from guardian.models import GroupObjectPermission
from guardian.shortcuts import assign_perm

from central_offices.models import CentralOffice, Officer, Role, RoleGrant
from kernel import acting
from kernel.errors import NotPermitted

WORK = {"view_office_cases", "file_case", "send_request", "answer_request", "draft_notice"}
GIVES: dict[str, set[str]] = {
    Role.OFFICER: WORK,
    Role.SUPERVISOR: WORK | {"approve_request"},
    Role.HEAD: WORK
    | {
        "approve_request",
        "approve_coercive_request",
        "release_notice",
        "manage_office",
        "view_audit",
    },
    Role.DUTY_OFFICER: WORK | {"send_flash"},
    Role.REVIEWER: {"review_notice", "send_request", "answer_request"},
    Role.SECOND_REVIEWER: {"review_notice", "confirm_review"},
    Role.ANALYST: {"view_office_cases"},
    Role.ADMINISTRATOR: {"administer"},
    Role.POLICY_EDITOR: set(),
    Role.OVERSIGHT: {"view_audit"},
    Role.SYSTEM: {
        "view_office_cases",
        "file_case",
        "send_request",
        "answer_request",
        "draft_notice",
    },
}
# What only the General Secretariat's people can hold, whatever row says otherwise.
SECRETARIAT_ONLY = {
    Role.REVIEWER,
    Role.SECOND_REVIEWER,
    Role.ADMINISTRATOR,
    Role.POLICY_EDITOR,
}
COMMISSION_ONLY = {Role.OVERSIGHT}
# Who runs accounts opens no content: an administrator holds none of the other roles beside it.
BESIDE_ADMINISTRATOR = {Role.ADMINISTRATOR, Role.POLICY_EDITOR}
KEPT = ("_checker", "_roles")


def fits(role: str, office: CentralOffice, kind: str = Officer.Kind.HUMAN) -> bool:
    """Whether an officer of this office and kind can hold the role at all."""
    if (role == Role.SYSTEM) != (kind == Officer.Kind.SYSTEM):
        return False
    if role in SECRETARIAT_ONLY:
        return office.kind == CentralOffice.Kind.SECRETARIAT
    return role not in COMMISSION_ONLY or office.kind == CentralOffice.Kind.COMMISSION


def fitting(office: CentralOffice) -> list[Role]:
    """The roles that people of this office can be given."""
    return [role for role in Role if fits(role, office)]


def administers(officer) -> bool:
    """Whether the officer runs offices and accounts for the agency; opens no content."""
    return officer.office.is_secretariat and may(officer, "administer", officer.office)


def demand_administrator(officer) -> None:
    """Raise NotPermitted unless the officer administers."""
    if not administers(officer):
        raise NotPermitted(_("Only administrators of the General Secretariat may do this."))


def oversees(officer) -> bool:
    """Whether the officer reads for the Commission, which is independent of the Secretariat."""
    commission = officer.office.kind == CentralOffice.Kind.COMMISSION
    return commission and may(officer, "view_audit", officer.office)


def may(officer, permission: str, obj) -> bool:
    """Whether `officer` holds the object permission on an office or portfolio, today.

    Asked once per officer and request: guardian's answers are kept on the officer.
    """
    if not getattr(officer, "is_authenticated", False) or not officer.is_active:
        return False
    return _checker(officer).has_perm(permission, obj)


def _checker(officer) -> ObjectPermissionChecker:
    if "_checker" not in officer.__dict__:
        # A role begins and ends at its moment, also while no worker runs.
        if officer.rights_change_at and officer.rights_change_at <= timezone.now():
            refresh(officer)
        officer.__dict__["_checker"] = ObjectPermissionChecker(officer)
    return officer.__dict__["_checker"]


def may_all(officer, permission: str, objs) -> bool:
    """Whether `officer` holds the permission on every one of the objects; asks once."""
    objs = list(objs)
    if not objs or not getattr(officer, "is_authenticated", False) or not officer.is_active:
        return False
    checker = _checker(officer)
    checker.prefetch_perms(objs)
    return all(checker.has_perm(permission, obj) for obj in objs)


def has_role(officer, *roles: str) -> bool:
    """Whether the officer holds one of the roles in the own office now (menus, landing pages)."""
    return bool(set(roles) & held(officer))


def held(officer) -> set[str]:
    kept = getattr(officer, "_roles", None)
    if kept is None:
        grants = RoleGrant.objects.in_force().filter(officer=officer, office=officer.office_id)
        found = grants.values_list("role", flat=True)
        kept = officer._roles = {role for role in found if fits(role, officer.office, officer.kind)}
    return kept


def forget(officer) -> None:
    """Ask anew what the officer holds: something may have changed."""
    for kept in KEPT:
        officer.__dict__.pop(kept, None)


def with_role(office: CentralOffice, *roles: str):
    """The active officers of an office who hold one of the roles now."""
    grants = RoleGrant.objects.in_force().filter(office=office, role__in=roles)
    return Officer.objects.filter(is_active=True, office=office, pk__in=grants.values("officer"))


def group_of(office: CentralOffice, role: str) -> Group:
    """The group of an office and role, with the permissions that the role gives on the office."""
    group, made = Group.objects.get_or_create(name=f"{office.code}:{role}")
    given = GroupObjectPermission.objects.filter(
        group=group, object_pk=str(office.pk), content_type__model=office._meta.model_name
    )
    held_now = set(given.values_list("permission__codename", flat=True))
    for permission in GIVES[role] - held_now:
        assign_perm(f"central_offices.{permission}", group, office)
    given.filter(permission__codename__in=held_now - GIVES[role]).delete()
    return group


def refresh(officer: Officer) -> None:
    """Derive the officer's groups from the grants in force: the only writer of groups."""
    forget(officer)
    held_now = held(officer) if officer.is_active else set()
    officer.groups.set({group_of(officer.office, role) for role in held_now})
    officer.rights_change_at = _next_change(officer)
    Officer.objects.filter(pk=officer.pk).update(rights_change_at=officer.rights_change_at)
    forget(officer)


def _next_change(officer: Officer) -> datetime | None:
    now = timezone.now()
    rows = RoleGrant.objects.filter(officer=officer, office=officer.office_id)
    moments = rows.aggregate(
        begins=Min("valid_from", filter=Q(valid_from__gt=now)),
        ends=Min("valid_to", filter=Q(valid_to__gt=now)),
    )
    return min((moment for moment in moments.values() if moment), default=None)


def refresh_due() -> int:
    """Refresh everybody whose role began or ended meanwhile; beat runs this every minute."""
    due = Officer.objects.filter(rights_change_at__lte=timezone.now()).select_related("office")
    officers = list(due)
    for officer in officers:
        with acting.acting_as(officer):
            refresh(officer)
    return len(officers)


def system(office: CentralOffice | None = None) -> Officer:
    """The system itself as an actor: it has no password, no session and no role."""
    office = office or CentralOffice.objects.secretariat()
    officer, made = Officer.objects.get_or_create(
        email=f"system@{office.code.lower()}.iisa.invalid",
        defaults={"name": "System", "kind": Officer.Kind.SYSTEM, "office": office, "password": "!"},
    )
    return officer
