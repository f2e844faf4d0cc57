"""Count what is done, by day, in the transaction in which it is done."""

from collections import Counter

from django.db import connection

from kernel import acting

ADD = """
INSERT INTO ledger_dailycount (day, what, times)
VALUES ((clock_timestamp() AT TIME ZONE 'UTC')::date, %s, %s)
ON CONFLICT (day, what) DO UPDATE SET times = ledger_dailycount.times + excluded.times
"""


def count(what: str) -> None:
    """Once more `what`; a row for each day and word, however often it is called."""
    acting.current().gather("counts", what)


def write(gathered: list[str]) -> None:
    """Add what was gathered: just before the commit, so that nobody waits long for the row."""
    with connection.cursor() as cursor:
        for what, times in sorted(Counter(gathered).items()):
            cursor.execute(ADD, [what, times])
