"""The database's clock: the one by which every time limit is counted, whoever's host asks.

Moments that the database can hold and Python cannot are read as the last or the first one there is.
No code of the product writes `infinity`, a year beyond 9999 or one before Christ. Somebody who runs
SQL can, and no page may break for ever by it.
"""

from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from psycopg2 import extensions

# A day inside, so that no time zone leads out of it.
LAST, FIRST = datetime(9999, 12, 30, tzinfo=UTC), datetime(1, 1, 2, tzinfo=UTC)


def now() -> datetime:
    """The database's time, in UTC; moves on within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def read_odd_moments() -> None:
    """Let psycopg2 read every timestamp with time zone, and every date, in this way."""
    plain = extensions.PYDATETIMETZ, extensions.PYDATE
    for name, read, kind in (("MOMENT", _moment, plain[0]), ("DAY", _day, plain[1])):
        extensions.register_type(extensions.new_type(kind.values, name, read))


def _moment(text: str | None, cursor: Any) -> datetime | None:
    if text is not None and _is_odd(text):
        return FIRST if _is_before(text) else LAST
    found: datetime | None = extensions.PYDATETIMETZ(text, cursor)
    return found


def _day(text: str | None, cursor: Any) -> date | None:
    if text is not None and _is_odd(text):
        return (FIRST if _is_before(text) else LAST).date()
    found: date | None = extensions.PYDATE(text, cursor)
    return found


def _is_odd(text: str) -> bool:
    """Whether it is another than of the years 2 to 9998, as YYYY-…: all that is ever in use."""
    return text[4:5] != "-" or text.endswith("BC") or text[:4] in ("9999", "0001")


def _is_before(text: str) -> bool:
    return text.startswith(("-", "0001")) or text.endswith("BC")
