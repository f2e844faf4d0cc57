"""Sharing of a case: with offices, and with officers who are invited by name.

`write_seen_by` is the only writer of Case.seen_by, and `first` for a case that is being filed;
every other verb here ends with it.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm

from cases import lifecycle
from cases.drafts import ShareDraft
from cases.models import Case, CaseInvitation, CaseShare, CaseSubject
from cases.queries import forget_invitations, reads_when_invited
from cases.safeguards import originator_control, protected_status, refugee_guard
from cases.safeguards.protected_status import Act
from cases.search import name_keys
from central_offices.directory import standing
from central_offices.models import CentralOffice, Officer, Role
from kernel.errors import NotReady


def share(case: Case, office: CentralOffice, *, by: Officer, role: str = "OBSERVER") -> None:
    """Let an office see the case, to read or to contribute; naming it again changes the role.

    Raises NotPermitted, WrongState or NotReady.
    """
    detail: dict[str, Any] = {}
    step = lifecycle.case_steps.take(
        "share", case, by=by, detail=detail, office=office.code, role=role
    )
    with step as case:
        _demand(case, office)
        detail["role"] = [_role(case, office), role]
        give(case, ShareDraft(office, role), by=by)
        write_seen_by(case)
        protected_status.note_submission(Act.CASE, case.pk)


def end_share(case: Case, office: CentralOffice, *, by: Officer) -> None:
    """From now on the office sees nothing of the case."""
    detail: dict[str, Any] = {}
    step = lifecycle.case_steps.take("end_share", case, by=by, detail=detail, office=office.code)
    with step as case:
        detail["role"] = [_role(case, office), ""]
        ended = CaseShare._base_manager.filter(case=case, office=office, ended_at=None)
        if not ended.update(ended_at=timezone.now()):
            raise NotReady(_("The case is not shared with %(office)s.") % {"office": office})
        write_seen_by(case)


def invite(case: Case, officer: Officer, *, by: Officer) -> None:
    """Let one officer of any office read the case, within the officer's clearance.

    Raises NotReady for whoever is not cleared, holds no role or administers (docs/laws.md T11).
    """
    with lifecycle.case_steps.take("invite", case, by=by, officer=officer.pk) as case:
        if not officer.is_active or not officer.is_human:
            raise NotReady(_("%(name)s is not an active officer.") % {"name": officer})
        if officer.has_role(Role.ADMINISTRATOR):
            raise NotReady(
                _("%(name)s is an administrator, who reads no cases.") % {"name": officer}
            )
        if not reads_when_invited(officer) or not officer.is_cleared_for(case.classification):
            raise NotReady(_("%(name)s may not read a case of this level.") % {"name": officer})
        _demand(case, officer.office)
        assign_perm("cases.view_case", officer, case)
    forget_invitations(officer)


def end_invitation(case: Case, officer: Officer, *, by: Officer) -> None:
    with lifecycle.case_steps.take("end_invitation", case, by=by, officer=officer.pk) as case:
        if not CaseInvitation.objects.filter(content_object=case, user=officer).exists():
            raise NotReady(_("%(name)s is not invited to this case.") % {"name": officer})
        remove_perm("cases.view_case", officer, case)
    forget_invitations(officer)


def _role(case: Case, office: CentralOffice) -> str:
    """The role of an office in the case now; empty: it does not see it."""
    shares = CaseShare._base_manager.filter(case=case, office=office, ended_at=None)
    return shares.values_list("role", flat=True).first() or ""


def _demand(case: Case, office: CentralOffice) -> None:
    if office.number not in case.seen_by:
        originator_control.demand_of_case(case, office)
    persons = list(case.case_subjects.values_list("subject_id", flat=True))
    refugee_guard.demand(Act.CASE, case.pk, case.owner_office, persons, [office], "office")


def first(case: Case, given: Sequence[ShareDraft], *, by: Officer) -> list[CaseShare]:
    """The shares of a case that is not saved yet, unsaved; `seen_by` says who sees it then.

    Raises NotReady. Of an office that is named twice, the last counts.
    """
    _demand_taking_part(case, [share.office for share in given])
    latest = {share.office.pk: share for share in given}
    case.seen_by = sorted({case.owner_office.number, *(one.office.number for one in given)})
    return [
        CaseShare(case=case, office=share.office, role=share.role, shared_by=by)
        for share in latest.values()
    ]


def _demand_taking_part(case: Case, offices: Sequence[CentralOffice]) -> None:
    if not offices:
        return
    reachable = CentralOffice.objects.reachable().filter(pk__in=[office.pk for office in offices])
    reached = set(reachable.values_list("pk", flat=True))
    for office in offices:
        if office.pk == case.owner_office_id:
            raise NotReady(_("Your own office sees the case already: choose another one."))
        if office.pk not in reached:
            other = _("%(office)s does not take part at present.") % {"office": office}
            raise NotReady(standing.why_not_asked(office) or other)


def give(case: Case, given: ShareDraft, *, by: Officer) -> None:
    """Add or change one share of a case that the caller holds; `write_seen_by` must follow."""
    _demand_taking_part(case, [given.office])
    shares = CaseShare._base_manager.filter(case=case, office=given.office, ended_at=None)
    if shares.filter(role=given.role).exists():
        return
    shares.update(ended_at=timezone.now())
    CaseShare(case=case, office=given.office, role=given.role, shared_by=by).save()


def write_seen_by(case: Case) -> None:
    """Write which offices see the case: its owner, and those with which it is shared now.

    The caller holds the case. The names of its persons follow in the same transaction.
    """
    shared = CaseShare._base_manager.filter(case=case, ended_at=None)
    numbers = set(shared.values_list("office__number", flat=True))
    offices = sorted(numbers | {case.owner_office.number})
    if offices == case.seen_by:
        return
    case.seen_by = offices
    Case._base_manager.filter(pk=case.pk).update(seen_by=offices)
    links = CaseSubject._base_manager.filter(case=case)
    name_keys.see_again(links.values_list("subject_id", flat=True))


def wrongly_seen(among: list[UUID] | None = None) -> list[UUID]:
    """The cases whose `seen_by` is not what the rule says, of `among` or of all.

    None but by a fault.
    """
    with connection.cursor() as cursor:
        # The rule of `write_seen_by` once more, for all cases in one pass over the tables.
        cursor.execute(
            """
            SELECT c.id FROM cases_case c
            JOIN central_offices_centraloffice owner ON owner.id = c.owner_office_id
            WHERE c.seen_by <> (
              SELECT array_agg(DISTINCT number ORDER BY number) FROM (
                SELECT owner.number::int AS number
                UNION SELECT o.number::int FROM cases_caseshare s
                JOIN central_offices_centraloffice o ON o.id = s.office_id
                WHERE s.case_id = c.id AND s.ended_at IS NULL
              ) numbers
            ) AND (%(among)s::uuid[] IS NULL OR c.id = ANY (%(among)s))
            """,
            {"among": among},
        )
        return [row[0] for row in cursor.fetchall()]
