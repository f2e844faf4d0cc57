"""Protection of the person of a notice: which offices it must not reach.

An office that must not learn of the person is left out like any other that the owner leaves out.
The owner chooses so before the release, and is refused until it does; what becomes known between
release and publication is left out here, what becomes known later ends the notice (`claims`;
docs/laws.md F12).
"""

from cases.safeguards import protected_status, refugee_guard
from cases.safeguards.protected_status import Act
from central_offices.models import CentralOffice, Officer
from notices.models import Notice
from notices.workflow import visibility


def demand(notice: Notice, *, by: Officer) -> None:
    """Raise NotReady until the owner leaves out every office that must not learn of the person.

    Whoever releases for the owner learns nothing: they are left out.
    """
    if by.office_id != notice.owner_office_id:
        leave_out(notice)
    elif notice.subject_id:
        reached = visibility.reached(notice).exclude(pk=notice.owner_office_id)
        persons = [notice.subject_id]
        refugee_guard.demand(
            Act.NOTICE, notice.pk, notice.owner_office, persons, reached, "not_for"
        )


def submitted(notice: Notice) -> None:
    """Note for the Commission what stands against a notice that goes to the reviewers."""
    same = Notice.objects.filter(subject=notice.subject_id).exclude(subject=None)
    refused = same.exclude(pk=notice.pk).filter(status=Notice.Status.REFUSED).exists()
    protected_status.note_submission(Act.NOTICE, notice.pk, refused_before=refused)


def leave_out(notice: Notice) -> list[CentralOffice]:
    """Leave out, for good, whom the notice must not reach by now; returns them."""
    if notice.subject_id is None:
        return []
    reached = visibility.reached(notice).exclude(pk=notice.owner_office_id)
    refused = protected_status.refused(Act.NOTICE, notice.pk, reached)
    notice.not_for.add(*refused)
    return refused
