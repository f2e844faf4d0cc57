"""How an office took part over the years, as everybody reads it on its page."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.models import AccessChange, CentralOffice, in_language

Kind = AccessChange.Kind


class Entry(NamedTuple):
    """Words for what holds from a day on."""

    day: date
    words: Any

    @property
    def is_to_come(self) -> bool:
        return self.day > timezone.now().date()


def of(office: CentralOffice) -> list[Entry]:
    """Entries, the newest first, with what is to come."""
    found = dict.fromkeys([*_days(office), *_earlier(office), *_names(office)])
    return sorted(found, key=lambda entry: entry.day)[::-1]


def _days(office: CentralOffice) -> Iterator[Entry]:
    for day, words in (
        (office.joined_on, _("Joined")),
        (office.live_on, _("Went live: can be asked")),
        (office.left_on, _("Left")),
    ):
        if day:
            yield Entry(day, words)


def _earlier(office: CentralOffice) -> Iterator[Entry]:
    """Before the office left once and joined again."""
    words = {
        Kind.JOIN: _("Joined"),
        Kind.LIVE: _("Went live: can be asked"),
        Kind.LEAVE: _("Left"),
    }
    rows = AccessChange._base_manager.filter(office=office, status="CONFIRMED", kind__in=words)
    for row in rows.order_by("decided_at"):
        day, decided = date.fromisoformat(row.content["day"]), (row.in_force_at or row.decided_at)
        yield Entry(max(day, decided.date()) if decided else day, words[Kind(row.kind)])


def _names(office: CentralOffice) -> Iterator[Entry]:
    before: Any = None
    for row in office.dated_names.select_related("jurisdiction").order_by(
        F("valid_from").asc(nulls_first=True)
    ):
        if before and row.valid_from:
            names = {"before": in_language(before.names), "after": in_language(row.names)}
            words = _("%(before)s is called %(after)s") % names
            if before.jurisdiction_id != row.jurisdiction_id:
                words = _("%(before)s is dissolved: the office acts for %(after)s") % names
            yield Entry(row.valid_from, words)
        before = row
