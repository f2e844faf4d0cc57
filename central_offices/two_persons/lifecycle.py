"""The life of a change of access: two persons, one of them of the office concerned.

PENDING ──confirm──▶ CONFIRMED, and only then in force
        ──decline──▶ DECLINED   ──withdraw──▶ WITHDRAWN   ──expire──▶ EXPIRED after 7 days

Where a head is missing, gone or refuses, two of the Secretariat may make a head of somebody:

PENDING ──agree──▶ AGREED ──come_into_force (after the time for objections)──▶ CONFIRMED
                     └──object──▶ OBJECTED ──allow, by the Commission──▶ CONFIRMED
                                           ──forbid, by the Commission──▶ DECLINED

A move is proposed by a head of one of the two offices and confirmed by one of the other; proposed
by an administrator, it goes the second way. Whoever decides about what others did is taken away by
two managers, of whom none need be a head. The person concerned can't decline that; the Commission
can, and is the second where nobody else administers.

What two agreed on without a head, while somebody who could object is shut out:

AGREED ──refer──▶ OBJECTED

Reasons: docs/decisions/0029, 0034, 0040.
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices import roles
from central_offices.models import AccessChange, CentralOffice, Officer, Role
from ledger.lifecycle import Lifecycle, Step

PENDING, AGREED, OBJECTED, CONFIRMED, DECLINED, WITHDRAWN, EXPIRED = AccessChange.Status


def heads(office: CentralOffice) -> Any:
    """The officers who speak for an office: its active heads, at the Commission its members."""
    return roles.with_role(office, *speaking(office)).filter(kind=Officer.Kind.HUMAN)


def speaks_for(officer: Officer, office: CentralOffice) -> bool:
    """Whether the officer is one of its heads."""
    ours = officer.is_active and officer.is_human and officer.office_id == office.pk
    return ours and officer.has_role(*speaking(office))


def speaking(office: CentralOffice) -> tuple[str, ...]:
    """The roles by which somebody speaks for an office."""
    commission = office.kind == CentralOffice.Kind.COMMISSION
    return (Role.HEAD, Role.OVERSIGHT) if commission else (Role.HEAD,)


def offices_of(change: Any) -> list[CentralOffice]:
    """The offices concerned: of a move the one that gains the officer, and the one that loses."""
    if change.kind != AccessChange.Kind.MOVE:
        return [change.office]
    left = CentralOffice.objects.filter(code=change.content.get("from", "")).first()
    return [change.office, left or change.person.office]


def manages(officer: Officer, office: CentralOffice) -> bool:
    """Whether the officer may propose and decide who acts for the office."""
    return officer.is_human and (officer.administers or speaks_for(officer, office))


def another_manager(officer: Officer, change: Any) -> bool:
    """The officer is head of the office or administers, and neither proposed it nor is meant."""
    concerned = {change.proposed_by_id, change.person_id}
    mine = any(manages(officer, office) for office in offices_of(change))
    return officer.pk not in concerned and mine


def declines(officer: Officer, change: Any) -> bool:
    """The officer is `another_manager`, or the person whom it is about; of what takes somebody away
    a member of the Commission instead of that person.
    """
    if another_manager(officer, change):
        return True
    if takes_away(change):
        return member_of_commission(officer, change)
    return bool(officer.pk == change.person_id) and officer.is_active


def second_person(officer: Officer, change: Any) -> bool:
    """The officer is `another_manager`, and this one or the proposer is a head of the office.

    Of a move one of the two is a head of the office that gains, the other of the one that loses.
    A key in place of a revoked one can also be confirmed by any person who works on the office's
    requests, where its head proposed it: an office must not be without its system for days. To
    take somebody away needs no head; where nobody else administers, a member of the Commission is
    the second.
    """
    if change.without_head:
        return False
    if replaces_a_key(change) and colleague_of_head(officer, change):
        return True
    if not another_manager(officer, change):
        instead = takes_away(change) and nobody_else_administers(change)
        return instead and member_of_commission(officer, change)
    if takes_away(change):
        return True
    two = (officer, change.proposed_by)
    return all(any(speaks_for(one, at) for one in two) for at in offices_of(change))


def takes_away(change: Any) -> bool:
    """Whether somebody loses a role, a clearance or the account by it."""
    return change.kind in AccessChange.TAKES_AWAY


def replaces_a_key(change: Any) -> bool:
    """Whether it puts a key in the place of a revoked one."""
    return change.kind == AccessChange.Kind.KEY and bool(change.content.get("replaces"))


def colleague_of_head(officer: Officer, change: Any) -> bool:
    """Whether the officer is a person at work in the office, whose head proposed the change."""
    ours = officer.is_human and officer.office_id == change.office_id
    another = officer.pk != change.proposed_by_id
    works = ours and another and officer.may("send_request", officer.office)
    return works and speaks_for(change.proposed_by, change.office)


def second_of_secretariat(officer: Officer, change: Any) -> bool:
    """The officer is `another_manager` and administers, as the proposer does; no head decides.

    Where the Secretariat has no other administrator for its own change: a member of the Commission.
    """
    if not change.without_head or not change.proposed_by.administers:
        return False
    if another_manager(officer, change):
        return officer.administers
    return member_of_commission(officer, change) and nobody_else_administers(change)


def nobody_else_administers(change: Any) -> bool:
    """Whether it is the Secretariat's, or takes somebody away, and there is no administrator but
    proposer and person.
    """
    if not change.office.is_secretariat and not takes_away(change):
        return False
    return not roles.other_administrators(change.proposed_by_id, change.person_id).exists()


def right_to_agree(officer: Any, change: Any) -> str:
    """The right by which the second person agrees: as administrator, or at the Commission."""
    return "view_audit" if officer.oversees else "administer"


def proposer(officer: Officer, change: Any) -> bool:
    """The officer proposed it."""
    return bool(officer.pk == change.proposed_by_id)


def of_the_office(officer: Officer, change: Any) -> bool:
    """The officer is a person of an office concerned, and has not objected before."""
    concerned = {office.pk for office in offices_of(change)}
    ours = officer.is_human and officer.is_active and officer.office_id in concerned
    return ours and not change.objections.filter(by=officer.pk).exists()


def objected_before(officer: Officer, change: Any) -> str:
    """That somebody's objection is there already."""
    if not change.objections.filter(by=officer.pk).exists():
        return ""
    return str(_("You objected already, and the Commission reads it. Once is enough."))


def member_of_commission(officer: Officer, change: Any) -> bool:
    """The officer is a person of the Commission, and had no part in it."""
    had_part = {change.proposed_by_id, change.decided_by_id, change.person_id}
    return officer.is_human and officer.oversees and officer.pk not in had_part


def time_is_over(officer: Officer, change: Any) -> bool:
    """The officer is the system itself, and the time for objections is over."""
    due = change.without_head and change.in_force_at and change.in_force_at <= timezone.now()
    return bool(due) and officer.pk == roles.system().pk


def the_system(officer: Officer, change: Any) -> bool:
    """The officer is the system itself."""
    return bool(officer.pk == roles.system().pk)


def run_out(officer: Officer, change: Any) -> bool:
    """The officer is the system itself, and nobody has decided for 7 days."""
    return officer.pk == roles.system().pk and change.expires_at <= timezone.now()


def right_as(officer: Any, office: CentralOffice) -> str:
    """The right by which somebody speaks for an office, or administers."""
    if not speaks_for(officer, office):
        return "administer"
    commission = office.kind == CentralOffice.Kind.COMMISSION
    return "view_audit" if commission else "manage_office"


def right_used(officer: Any, change: Any) -> str:
    """The right by which the officer decides: as head, at the Commission as its member, as an
    officer at work there, or as administrator.
    """
    spoken = [office for office in offices_of(change) if speaks_for(officer, office)]
    if officer.oversees:
        return "view_audit"
    right = right_as(officer, spoken[0] if spoken else change.office)
    ours = officer.office_id == change.office_id and not officer.administers
    return "send_request" if ours and right == "administer" else right


access_change_steps = Lifecycle(
    confirm=Step({PENDING}, CONFIRMED, second_person, _("confirm"), right_used, proof=True),
    agree=Step({PENDING}, AGREED, second_of_secretariat, _("agree to"), right_to_agree, proof=True),
    decline=Step({PENDING}, DECLINED, declines, _("decline")),
    withdraw=Step({PENDING, AGREED, OBJECTED}, WITHDRAWN, proposer, _("withdraw")),
    expire=Step({PENDING}, EXPIRED, run_out, _("let expire")),
    object=Step({AGREED, OBJECTED}, OBJECTED, of_the_office, _("object to"), why=objected_before),
    refer=Step({AGREED}, OBJECTED, the_system, _("put before the Commission")),
    come_into_force=Step({AGREED}, CONFIRMED, time_is_over, _("put in force")),
    allow=Step({OBJECTED}, CONFIRMED, member_of_commission, _("allow"), "view_audit", proof=True),
    forbid=Step(
        {AGREED, OBJECTED},
        DECLINED,
        member_of_commission,
        _("forbid"),
        "view_audit",
        proof=True,
    ),
)
