"""A person sought by a red notice in circulation is not made a victim or witness of its case."""

from django.utils.translation import gettext as _

from cases.models import Case, CaseSubject, Subject
from cases.safeguards import part_in_case
from kernel import acting
from notices.models import Colour, Notice

# The trigger `wanted_person_is_no_victim` refuses the same.
NOT_SOUGHT = {
    CaseSubject.Status.VICTIM,
    CaseSubject.Status.WITNESS,
    CaseSubject.Status.MISSING,
    CaseSubject.Status.UNIDENTIFIED,
}


def register() -> None:
    part_in_case.object_to_change(_sought)


def _sought(case: Case, subject: Subject, status: str) -> str:
    if status not in NOT_SOUGHT:
        return ""
    rows = Notice.objects.filter(colour=Colour.RED, status__in=Notice.IN_CIRCULATION)
    with acting.by_a_rule("whether a notice seeks the person"):
        is_sought = rows.filter(case=case, subject=subject).exists()
    return _("A red notice seeks this person. Withdraw it first.") if is_sought else ""
