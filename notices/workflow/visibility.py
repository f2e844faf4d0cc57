"""Offices that see a notice: written into `seen_by` by the steps that change it, and only here.

The owner at all times; the General Secretariat from the head's release on, or from the moment when
the office asks it to release; from publication on
every office that can be written to, without those in `not_for`. Who saw a notice in force also
sees that it was withdrawn.
"""

from uuid import UUID

from django.db.models import QuerySet

from central_offices.models import CentralOffice
from kernel import acting
from notices.models import Colour, Notice

WHO_SEES_A_NOTICE = "who sees a notice"


def offices_of(notice: Notice) -> list[int]:
    """The numbers of the offices that see the notice: the rule itself."""
    numbers = {notice.owner_office.number}
    if notice.published_at:
        numbers.update(reached(notice).values_list("number", flat=True))
    elif notice.requested_at or notice.release_asked_because:
        numbers.add(CentralOffice.objects.secretariat().number)
    return sorted(numbers)


def reached(notice: Notice) -> QuerySet[CentralOffice]:
    """The offices that a published notice is for, its owner among them."""
    everybody: QuerySet[CentralOffice] = CentralOffice.objects.reachable()
    if notice.colour == Colour.UN:
        return everybody
    with acting.by_a_rule(WHO_SEES_A_NOTICE):  # also offices that whoever acts isn't told of
        left_out = list(notice.not_for.exclude(kind="SECRETARIAT").values_list("pk", flat=True))
    return everybody.exclude(pk__in=left_out)


def compared() -> QuerySet[Notice]:
    """The notices whose `seen_by` has to be what the rule says."""
    return Notice.objects.exclude(status__in=Notice.ENDED)


@acting.by_a_rule(WHO_SEES_A_NOTICE)
def compare(among: list[UUID]) -> int:
    """Put right every one of these whose `seen_by` is not what the rule says; returns how many.

    What somebody is just changing is passed over.
    """
    wrong = 0
    rows = compared().filter(pk__in=among).select_related("owner_office")
    for notice in rows.select_for_update(of=("self",), skip_locked=True):
        offices = offices_of(notice)
        if notice.seen_by != offices:
            Notice.objects.filter(pk=notice.pk).update(seen_by=offices)
            wrong += 1
    return wrong
