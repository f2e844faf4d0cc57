"""Numbers that count up without ever repeating, and without anybody waiting for them.

Each name counts in lanes: a lane gives every sixteenth number, and stays locked until the commit
of whoever took one. So as many acts take a number at once; alone, they get them in order. Gaps are
allowed; a number that was rolled back is given again.
"""

from django.db import connection
from django.db.backends.utils import CursorWrapper

LANES = 16
TAKE = """
WITH lane AS (
  SELECT id FROM kernel_counter WHERE name = %s ORDER BY value LIMIT 1 FOR UPDATE {skip}
)
UPDATE kernel_counter SET value = value + {lanes} FROM lane WHERE kernel_counter.id = lane.id
RETURNING value - {lanes}
"""
FREE, NEXT = (TAKE.format(skip=skip, lanes=LANES) for skip in ("SKIP LOCKED", ""))
BEGIN = f"""
INSERT INTO kernel_counter (name, lane, value)
SELECT %s, lane, lane + 1 FROM generate_series(0, {LANES - 1}) AS lane
ON CONFLICT (name, lane) DO NOTHING
"""
LAST = f"""
SELECT name, max(value) - {LANES} FROM kernel_counter WHERE starts_with(name, %s) GROUP BY name
"""


def next_number(name: str) -> int:
    """The next number under `name`, from 1, of a lane that nobody holds.

    Waits where all lanes are held, or while somebody else takes the first number of all.
    """
    with connection.cursor() as cursor:
        if (number := _taken(cursor, FREE, name)) is not None:
            return number
        cursor.execute(BEGIN, [name])
        number = _taken(cursor, NEXT, name)
        assert number is not None, "The lanes stand: they are never deleted."
        return number


def last_numbers(prefix: str) -> dict[str, int]:
    """The highest number that was given under each name with this beginning."""
    with connection.cursor() as cursor:
        cursor.execute(LAST, [prefix])
        return dict(cursor.fetchall())


def _taken(cursor: CursorWrapper, statement: str, name: str) -> int | None:
    cursor.execute(statement, [name])
    row = cursor.fetchone()
    return int(row[0]) if row else None
