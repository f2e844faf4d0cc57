"""The database's clock: the one by which every time limit is counted, whoever's host asks."""

from datetime import datetime

from django.db import connection


def now() -> datetime:
    """The database's time, in UTC; moves on within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found
