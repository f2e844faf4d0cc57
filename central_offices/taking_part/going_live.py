"""Check-list by which an office goes live: who is there, and that it is reached.

Nothing here is ticked by hand: each item is found in the rows that the work itself leaves.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices import roles
from central_offices.models import CentralOffice, DutyShift, Officer, OfficeTrial, rights
from central_offices.rosters import planning
from central_offices.taking_part import trials
from central_offices.two_persons.lifecycle import heads

ROSTER_DAYS = 7
TRIAL_COUNTS_DAYS = 30
Kind = OfficeTrial.Kind


class Item(NamedTuple):
    """One line of the list; `by` is the row or person that shows it, None while it is open."""

    code: str
    label: Any
    help: Any
    by: Any = None

    @property
    def done(self) -> bool:
        return self.by is not None


def items(office: CentralOffice) -> list[Item]:
    """The list as it stands now, in the order in which the work is done."""
    return list(_items(office))


def missing(office: CentralOffice) -> list[Item]:
    """The items that are still to be done."""
    return [item for item in _items(office) if not item.done]


def of_delivery(office: CentralOffice) -> OfficeTrial | None:
    """The newest test message, on the way by which the office receives now."""
    rows = OfficeTrial.objects.filter(office=office, kind=Kind.DELIVERY)
    newest = rows.select_related("office", "tried_by", "answered_by").order_by("-tried_at").first()
    return newest if newest and trials.is_of_today(newest) else None


def _items(office: CentralOffice) -> Iterator[Item]:
    came_in = heads(office).exclude(password__startswith="!")
    head = came_in.order_by("valid_from").first()
    yield Item(
        "head",
        _("A head who has come in"),
        _("Two persons confirmed the account, and its owner has signed in."),
        head,
    )
    yield Item(
        "second",
        _("A second person who may answer requests"),
        _("Two persons confirmed the account, and its owner has signed in."),
        _second(office, head),
    )
    yield Item(
        "entry",
        _("Contact point and telephone in the directory"),
        _("Others ring this number when a flash request does not arrive."),
        office if office.contact_point and office.emergency_phone else None,
    )
    yield Item(
        "roster",
        _("Somebody on duty at every hour of the coming 7 days"),
        _("The head plans the roster."),
        _covered(office),
    )
    yield Item(
        "telephone",
        _("The duty desk was rung, and answered"),
        _("Somebody of the General Secretariat rings; the officer on duty reads out a number."),
        _tried(office, Kind.TELEPHONE),
    )
    yield Item(
        "delivery",
        _("A test message arrived, and was answered with a signature"),
        _("On the way by which the office receives now."),
        _answered(office),
    )


def _second(office: CentralOffice, head: Officer | None) -> Officer | None:
    answering = rights.giving("answer_request")
    people = roles.with_role(office, *answering).filter(kind=Officer.Kind.HUMAN)
    people = people.exclude(password__startswith="!").exclude(pk=head.pk if head else 0)
    return people.order_by("valid_from").first()


def _covered(office: CentralOffice) -> DutyShift | None:
    now = timezone.now()
    end = now + timedelta(days=ROSTER_DAYS)
    shifts = list(DutyShift.objects.filter(office=office).between(now, end).order_by("starts_at"))
    times = [(one.starts_at, one.ends_at) for one in shifts]
    return None if not shifts or any(planning.gaps(times, now, end)) else shifts[0]


def _tried(office: CentralOffice, kind: str) -> OfficeTrial | None:
    since = timezone.now() - timedelta(days=TRIAL_COUNTS_DAYS)
    rows = OfficeTrial.objects.filter(office=office, kind=kind, answered_at__gte=since)
    return rows.select_related("answered_by", "tried_by").order_by("-answered_at").first()


def _answered(office: CentralOffice) -> OfficeTrial | None:
    found = _tried(office, Kind.DELIVERY)
    return found if found and trials.is_of_today(found) else None
