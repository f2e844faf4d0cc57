"""Rights of the roles: object permissions on the office, through one group per office and role."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermission
from guardian.shortcuts import assign_perm

from central_offices.models.offices import CentralOffice


class Role(models.TextChoices):
    """The roles of officers within their office (docs/laws.md F19)."""

    OFFICER = "OFFICER", _("Officer")
    SUPERVISOR = "SUPERVISOR", _("Supervisor")
    HEAD = "HEAD", _("Head of office")
    DUTY_OFFICER = "DUTY_OFFICER", _("Duty officer")
    REVIEWER = "REVIEWER", _("Reviewer")
    SECOND_REVIEWER = "SECOND_REVIEWER", _("Second reviewer")
    ANALYST = "ANALYST", _("Analyst")
    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")
    POLICY_EDITOR = "POLICY_EDITOR", _("Policy editor")
    OVERSIGHT = "OVERSIGHT", _("Oversight")
    SYSTEM = "SYSTEM", _("Office's system")


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
# Roles by which somebody decides about what others did: two persons take them away.
DECIDING = {
    Role.HEAD,
    Role.REVIEWER,
    Role.SECOND_REVIEWER,
    Role.ADMINISTRATOR,
    Role.OVERSIGHT,
}
# Who runs accounts opens no content: an administrator holds none of the other roles beside it.
BESIDE_ADMINISTRATOR = {Role.ADMINISTRATOR, Role.POLICY_EDITOR}


# Rights that stand on rows of other apps, and the roles that give them there.
ELSEWHERE = {"contribute": {Role.POLICY_EDITOR}, "publish_key_issue": {Role.POLICY_EDITOR}}


def giving(permission: str) -> set[str]:
    """The roles that give a permission."""
    found = {role for role, given in GIVES.items() if permission in given}
    return found | ELSEWHERE.get(permission, set())


def fits(role: str, office: CentralOffice, kind: str = "HUMAN") -> bool:
    """Whether an officer of this office and kind can hold the role at all."""
    if (role == Role.SYSTEM) != (kind == "SYSTEM"):
        return False
    if role in SECRETARIAT_ONLY:
        return office.kind == CentralOffice.Kind.SECRETARIAT
    return role not in COMMISSION_ONLY or office.kind == CentralOffice.Kind.COMMISSION


def fitting(office: CentralOffice) -> list[Role]:
    """The roles that people of this office can be given."""
    return [role for role in Role if fits(role, office)]


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
