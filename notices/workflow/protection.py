"""Protection of the person of a notice: which offices it must not reach, and taking it from them.

An office that must not learn of the person is left out like any other that the owner leaves out.
The owner chooses so before the release, and is refused until it does; what becomes known later is
done here (docs/laws.md F12).
"""

from django.utils import timezone

from cases.models import Subject
from cases.safeguards import protected_status, refugee_guard
from cases.safeguards.protected_status import Act
from cases.search import name_keys
from central_offices.models import CentralOffice, Officer
from kernel import acting
from ledger import events
from ledger.delivery import outbox
from notices.models import Circulation, Notice, Paper
from notices.models.refusal_reasons import CancelReason
from notices.papers import printing
from notices.payload import public_extract
from notices.workflow import visibility


def register() -> None:
    protected_status.follow(follow)


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


def follow(subject: Subject, by: Officer) -> None:
    """Take notices on the person from offices that must not have them, and from the public."""
    rows = Notice.objects.select_for_update(of=("self",)).select_related("owner_office")
    for notice in rows.filter(subject=subject, status__in=Notice.IN_CIRCULATION).order_by("pk"):
        _take_back(notice, by)


def _take_back(notice: Notice, by: Officer) -> None:
    public_extract.reconsider(notice)
    refused = leave_out(notice)
    if not refused:
        return
    with acting.acting_as(by):
        notice.seen_by = visibility.offices_of(notice)
        Notice.objects.filter(pk=notice.pk).update(seen_by=notice.seen_by)
        name_keys.see_notice_again(notice.pk, notice.seen_by)
        papers = Paper.objects.filter(notice=notice, office__in=refused)
        printing.void_these(papers)
        spared = outbox.take_back(notice.pk, refused)
        told = [office for office in refused if office.pk not in spared]
        outbox.post(
            "notice.recalled",
            thread=notice.pk,
            sender=by.office,
            to=told,
            urgent=True,
            classification=notice.classification,
            handling_codes=notice.handling_codes,
            data={
                "notice": str(notice.pk),
                "reference": notice.reference,
                "reason": CancelReason.WITHDRAWN_BY_OWNER.value,
            },
        )
        Circulation.objects.filter(notice=notice, office__in=refused).update(
            recalled_at=timezone.now()
        )
        events.record("notice.leave_out", by=by, subject=notice, step=True)
