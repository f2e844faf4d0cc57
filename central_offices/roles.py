"""What a role gives: object permissions on the office, through one group per office and role.

Grants are dated rows; groups are derived from them by `refresh`, and read in `may` only.
"""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone
from guardian.core import ObjectPermissionChecker
from guardian.models import GroupObjectPermission
from guardian.shortcuts import assign_perm

from agency.kernel import wall
from central_offices.models import CentralOffice, Officer, Role, RoleGrant

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
    Role.DUTY_OFFICER: WORK,
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


def may(officer, permission: str, obj) -> bool:
    """Whether `officer` holds the object permission on an office or portfolio, today.

    Asked once per officer and request: guardian's answers are kept on the officer.
    """
    if not getattr(officer, "is_authenticated", False) or not officer.is_active:
        return False
    return _checker(officer).has_perm(permission, obj)


def _checker(officer) -> ObjectPermissionChecker:
    if "_checker" not in officer.__dict__:
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
        kept = officer._roles = set(grants.values_list("role", flat=True))
    return kept


def with_role(office: CentralOffice, *roles: str):
    """The active officers of an office who hold one of the roles now."""
    grants = RoleGrant.objects.in_force().filter(office=office, role__in=roles)
    return Officer.objects.filter(is_active=True, office=office, pk__in=grants.values("officer"))


def group_of(office: CentralOffice, role: str) -> Group:
    """The group of an office and role, with the permissions that the role gives on the office."""
    group, made = Group.objects.get_or_create(name=f"{office.code}:{role}")
    held_now = set(
        GroupObjectPermission.objects.filter(group=group, object_pk=str(office.pk)).values_list(
            "permission__codename", flat=True
        )
    )
    for permission in GIVES[role] - held_now:
        assign_perm(f"central_offices.{permission}", group, office)
    return group


def refresh(officer: Officer) -> None:
    """Derive the officer's groups from the grants in force: the only writer of groups."""
    wanted = set()
    if officer.is_active:
        grants = RoleGrant.objects.in_force().filter(officer=officer, office=officer.office_id)
        wanted = {group_of(officer.office, role) for role in grants.values_list("role", flat=True)}
    officer.groups.set(wanted)
    for kept in ("_checker", "_roles"):
        officer.__dict__.pop(kept, None)


def refresh_due() -> int:
    """Refresh everybody whose grants began or ended lately; beat runs this every minute."""
    since = timezone.now() - timedelta(minutes=10)
    changed = RoleGrant.objects.filter(valid_from__gte=since) | RoleGrant.objects.filter(
        valid_to__gte=since, valid_to__lte=timezone.now()
    )
    officers = Officer.objects.filter(pk__in=changed.values("officer")).select_related("office")
    for officer in officers:
        with wall.acting_as(officer):
            refresh(officer)
    return len(officers)


def system(office: CentralOffice | None = None) -> Officer:
    """The system itself as an actor: it has no password, no session and no role."""
    office = office or CentralOffice.objects.secretariat()
    officer, _ = Officer.objects.get_or_create(
        email=f"system@{office.code.lower()}.iisa.invalid",
        defaults={"name": "System", "kind": Officer.Kind.SYSTEM, "office": office, "password": "!"},
    )
    return officer
