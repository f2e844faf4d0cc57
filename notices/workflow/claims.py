"""Claims to protection that come after a notice: what follows for it.

A notice that reached an office which must not have it by now is withdrawn from everybody, by the
system, as its owner would withdraw it: whoever reads it, prints it, verifies a copy or hears of the
recall learns nothing of the person (docs/laws.md F12). What had not been published leaves those
offices out when it is (`protection.leave_out`).
"""

from cases.models import Subject
from cases.safeguards import protected_status
from cases.safeguards.protected_status import Act
from central_offices import roles
from central_offices.models import Classification, Officer
from kernel import acting
from ledger.models import Event
from notices.models import Circulation, Notice
from notices.payload import public_extract
from notices.workflow import circulating, visibility


def register() -> None:
    """Called once, when the app is ready."""
    protected_status.follow(follow, lock)


def lock(subjects: list[Subject]) -> set[int]:
    """Lock the notices in circulation on these persons; the offices that they have reached."""
    rows = Notice.objects.select_for_update(of=("self",)).select_related("owner_office")
    held = rows.filter(subject__in=subjects, status__in=Notice.IN_CIRCULATION).order_by("pk")
    told = {office.pk for notice in held for office in visibility.reached(notice)}
    circulated = Circulation.objects.filter(notice__in=[notice.pk for notice in held])
    return told | set(circulated.values_list("office", flat=True))


def follow(subject: Subject, by: Officer) -> None:
    """Withdraw notices on the person that reached whom they must not, and hide their extracts."""
    rows = Notice.objects.select_related("owner_office")
    for notice in rows.filter(subject=subject, status__in=Notice.IN_CIRCULATION).order_by("pk"):
        public_extract.reconsider(notice)
        reached = visibility.reached(notice).exclude(pk=notice.owner_office_id)
        if protected_status.refused(Act.NOTICE, notice.pk, reached):
            _withdraw(notice)


def _withdraw(notice: Notice) -> None:
    """Withdraw it in the name of its office, whoever entered what stands against it."""
    system = roles.system(notice.owner_office)
    system.clearance = max(Classification.values)  # of this object: the row keeps its own
    with acting.acting_as(system):
        circulating.withdraw_by_system(notice, by=system)


def told(notice: Notice, officer: Officer) -> bool:
    """Whether the officer's office is told that the system withdrew its notice, and why."""
    ours = notice.owner_office_id == officer.office_id and notice.status in Notice.ENDED
    steps = Event.objects.filter(subject_id=notice.pk, verb="notice.withdraw_by_system")
    if not ours:
        return False
    with acting.by_a_rule("whether the system withdrew it"):
        return steps.exists()
