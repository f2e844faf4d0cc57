"""What hangs on an office: counted before it is changed, and told when it goes.

Requests, cases and notices lie in the apps above, which register here.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models import ApiClient, CentralOffice, DeputyOffice, Officer
from kernel import acting

Counter = Callable[[CentralOffice], Iterable[tuple[Any, int]]]
Follower = Callable[[CentralOffice, date], None]


class Told(NamedTuple):
    """How many of something an office has; `words` in the plural."""

    words: Any
    number: int


_counters: list[Counter] = []
_live: list[Follower] = []
_leaving: list[Follower] = []


def register(
    counter: Counter, *, goes_live: Follower | None = None, leaves: Follower | None = None
) -> None:
    """Count what an app keeps about an office, and tell the app when one goes live or leaves."""
    _counters.append(counter)
    _live.extend([goes_live] if goes_live else [])
    _leaving.extend([leaves] if leaves else [])


def count(office: CentralOffice) -> list[Told]:
    """Everything that a change of the office concerns, in numbers and without content."""
    with acting.by_a_rule("what a change of an office concerns"):
        return [Told(words, number) for one in _counters for words, number in one(office)]


def goes_live(office: CentralOffice, day: date) -> None:
    """Run what follows in the apps above, in the transaction of the decision."""
    for follower in _live:
        follower(office, day)


def leaves(office: CentralOffice, day: date) -> None:
    """As `goes_live`, when it was decided that an office leaves on a day."""
    for follower in _leaving:
        follower(office, day)


def people_and_keys(office: CentralOffice) -> Iterable[tuple[Any, int]]:
    """Count accounts, systems, keys, agreements on deputies, and planned shifts."""
    officers = Officer.objects.people().filter(office=office, is_active=True)
    yield _("Officers with an open account"), officers.count()
    clients = ApiClient.objects.filter(officer__office=office, revoked_at=None)
    yield _("API clients"), clients.count()
    yield _("Keys that sign"), office.keys.in_force().count()
    deputies = DeputyOffice.objects.filter(status="AGREED")
    deputies = deputies.filter(office=office) | deputies.filter(deputy=office)
    yield _("Agreements on a deputy office"), deputies.count()
    planned = office.shifts.filter(cancelled_at=None, ends_at__gt=timezone.now())
    yield _("Shifts planned"), planned.count()
