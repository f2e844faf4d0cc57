"""Protection of a person: what follows for cases when a claim is entered.

From then on no case of the record's office shows the person to an office of a country that may be
feared: shares and invitations end. Out of a case of another office, which it cannot close, the
office takes its person.
"""

from django.utils import timezone
from guardian.shortcuts import remove_perm

from cases import contributed_persons, sharing
from cases.models import Case, CaseInvitation, CaseShare, Subject
from cases.safeguards import protected_status
from cases.safeguards.protected_status import Act
from central_offices.models import CentralOffice, Officer
from ledger import events


def register() -> None:
    protected_status.follow(withdraw, lock)


def lock(subjects: list[Subject]) -> list[int]:
    """Lock the cases with these persons; nobody is told of a case."""
    rows = Case._base_manager.filter(case_subjects__subject__in=subjects).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    return []


def withdraw(subject: Subject, by: Officer) -> None:
    """Take the person from every office that must not see it in a case."""
    cases = Case._base_manager.filter(case_subjects__subject=subject).order_by("pk")
    for case in cases.select_for_update(of=("self",)).select_related("owner_office"):
        _withdraw(case, subject, by)


def _withdraw(case: Case, subject: Subject, by: Officer) -> None:
    seeing = list(CentralOffice.objects.filter(number__in=case.seen_by).exclude(pk=by.office_id))
    invited = CaseInvitation.objects.filter(content_object=case).select_related("user__office")
    offices = {office.pk: office for office in [*seeing, *(row.user.office for row in invited)]}
    refused = {row.pk for row in protected_status.refused(Act.CASE, case.pk, offices.values())}
    if not refused:
        return
    if case.owner_office_id != by.office_id:
        contributed_persons.unlink(case, subject, by=by)
        return
    ended = CaseShare._base_manager.filter(case=case, office__in=refused, ended_at=None)
    ended.update(ended_at=timezone.now())
    for row in invited:
        if row.user.office_id in refused:
            remove_perm("cases.view_case", row.user, case)
    sharing.write_seen_by(case)
    events.record("case.end_share", by=by, subject=case, data={"offices": len(refused)}, step=True)
