"""The version of a duty board: by it a reader hears, for one look-up, that nothing is new.

`known` is what a reader was told with a board: the version, the moment at which a clock alone
changes the board next, who read it by which rights, and a digest of what it showed. The version is
read before the content, which therefore is never older (exchange/migrations/0018).
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.utils import translation

from central_offices.models import Officer
from exchange.desk import board_news
from exchange.models import RequestRecipient

MAX_DIGITS = 18
VERSION = """
SELECT coalesce(sum(number), 0)::bigint, clock_timestamp()
FROM exchange_deskversion WHERE desk IN (0, %s)"""
# Rows above the reader's level count as well: the board is then read once in vain.
NEXT_EDGE = """
WITH work AS (
  SELECT next_due FROM exchange_requestrecipient
  WHERE office_id = %(office)s AND status IN %(open)s)
SELECT least(
  (SELECT min(next_due) FROM work WHERE next_due > %(now)s),
  (SELECT min(next_due) FROM work WHERE next_due > %(now)s + %(hour)s) - %(hour)s,
  (SELECT min(next_due) FROM work WHERE next_due > %(now)s + %(day)s) - %(day)s,
  (SELECT min(acknowledged_at) FROM exchange_requestrecipient
   WHERE office_id = %(office)s AND acknowledged_at >= %(now)s - %(day)s) + %(day)s,
  (SELECT min(edge) FROM central_offices_dutyshift,
   unnest(ARRAY[starts_at - %(hour)s, starts_at, ends_at, ends_at + %(hour)s]) AS edge
   WHERE office_id = %(office)s AND cancelled_at IS NULL AND edge >= %(now)s))"""
HOUR, DAY = timedelta(hours=1), timedelta(hours=24)


class Version(NamedTuple):
    """The version of an office's board, and the database's time at which it was read."""

    number: int
    now: datetime


class Known(NamedTuple):
    """The board as a reader was told of it."""

    number: int
    edge: int  # microseconds since 1970
    reader: str
    digest: str

    def __str__(self) -> str:
        return "-".join(map(str, self))

    def still_holds(self, version: Version, reader: str) -> bool:
        """Whether the board cannot look different to this reader."""
        same = (self.number, self.reader) == (version.number, reader)
        return same and _microseconds(version.now) < self.edge


UNKNOWN = Known(-1, 0, "", "")


def read(officer: Officer) -> Version:
    """The version of the board of the officer's office, by one look-up."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION, [officer.office_id])
        return Version(*cursor.fetchone())


def parsed(text: str) -> Known:
    """The board that a script says it knows; nonsense knows none."""
    number, edge, reader, digest = (*text.split("-"), "", "", "", "")[:4]
    if not all(part.isascii() and part.isdigit() for part in (number, edge)):
        return UNKNOWN
    if max(len(number), len(edge)) > MAX_DIGITS:
        return UNKNOWN
    return Known(int(number), int(edge), reader, digest)


def reader_of(officer: Officer, facets: Any) -> str:
    """A digest of who reads, by which rights, in which words, and how narrowed."""
    rights = sorted(officer.roles_held()), sorted(officer.permissions_here())
    told = officer.pk, officer.office_id, officer.clearance, officer.zone, rights
    words = translation.get_language()
    return digest_of(told, words, tuple(facets))


def digest_of(*told: Any) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def next_edge(officer: Officer, now: datetime, news: list[board_news.News]) -> int:
    """The next moment at which a clock alone changes the board; `news` are all it has read."""
    open_now = tuple(RequestRecipient.OPEN)
    told: dict[str, Any] = {"office": officer.office_id, "now": now, "open": open_now}
    told |= {"hour": HOUR, "day": DAY}
    with connection.cursor() as cursor:
        cursor.execute(NEXT_EDGE, told)
        found = cursor.fetchone()[0]
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    edges = [found, midnight, *board_news.edges(news, now)]
    return _microseconds(min(edge for edge in edges if edge is not None))


def _microseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
