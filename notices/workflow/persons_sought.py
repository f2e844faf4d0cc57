"""A person sought by a red notice in circulation is not made a victim or witness of its case."""

from django.utils.translation import gettext as _

from cases.models import Case, CaseSubject, Subject
from cases.safeguards import part_in_case
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
    rows = Notice.objects.filter(colour=Colour.RED, status__in=Notice.IN_CIRCULATION)
    if status in NOT_SOUGHT and rows.filter(case=case, subject=subject).exists():
        return _("A red notice seeks this person. Withdraw it first.")
    return ""
