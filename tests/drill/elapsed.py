"""Time passes for a test: everything that is dated grows older, and no clock is moved.

What this proves: whatever compares a stored moment or day with now (time limits, waiting times,
validity, retention, expiry, sessions, links, locks, used codes) comes due as after so many days,
together, in the order in which it would, in the database's clock as in the server's.

What it does not: the calendar stays where it is (numbers of the year, weekdays, clocks that
change); moments inside JSON and tokens keep their day (`KEPT`: so does what they are compared
with), but messages and receipts are signed anew, with their new day; the sealed ledger stays as it
was written, so figures read from it know of no pauses; and nothing runs that would have run
meanwhile, but for what the caller runs afterwards.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import psycopg2.extras
from psycopg2 import sql

from kernel import acting
from ledger.models import Delivery, Message
from ledger.signatures import signing
from tests.plumbing import environment

# Sealed: what was chained or signed keeps its day.
KEPT = [
    "django_migrations",
    "ledger_event",
    "ledger_checkpoint",
    "ledger_dailycount",
]
COLUMNS = """
SELECT c.table_name, array_agg(c.column_name::text), EXISTS (
  SELECT FROM pg_constraint x WHERE x.contype = 'x' AND x.conrelid = c.table_name::regclass)
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
  AND c.data_type IN ('date', 'timestamp with time zone') AND NOT c.table_name = ANY (%s)
GROUP BY c.table_name"""
RECEIPT = """
UPDATE ledger_inboxmessage SET receipt = %s
WHERE message_id = %s AND recipient_id = %s AND receipt <> ''"""
# A row that may not overlap its neighbours goes after the one before it.
ONE_BY_ONE = """
DO $$ DECLARE place tid; BEGIN
FOR place IN SELECT ctid FROM {table} ORDER BY {first} LOOP
  UPDATE {table} SET {changes} WHERE ctid = place;
END LOOP; END $$"""


def pass_days(days: float, database: str) -> None:
    """Set every moment and day of the product's tables back, as the cluster's superuser."""
    with _superuser(database) as cursor:
        cursor.execute(COLUMNS, [KEPT])
        for table, columns, is_exclusive in cursor.fetchall():
            cursor.execute(_update(table, columns, timedelta(days=days), is_exclusive))
    messages = Message.objects.filter(signature__held_by="SYSTEM").select_related("sender")
    with acting.acting_as(acting.PUBLIC), acting.by_a_rule("a test"):
        signing.sign(signed := list(messages))
    stored = Delivery.objects.exclude(delivered_at=None)
    rows = list(stored.select_related("message__sender", "destination__office"))
    receipts = signing.receipts(rows)
    with _superuser(database) as cursor:
        for message in signed:
            values = [json.dumps(message.signature), message.pk]
            cursor.execute("UPDATE ledger_message SET signature = %s WHERE id = %s", values)
        for row, receipt in zip(rows, receipts, strict=True):
            cursor.execute(RECEIPT, [receipt, row.message_id, row.destination.office_id])


@contextmanager
def _superuser(database: str) -> Iterator[Any]:
    """A cursor whose statements no trigger sees, committed at the end."""
    url = environment.database_url(os.environ["DATABASE_ADMIN_URL"], database)
    assert urlsplit(url).path.startswith("/iisa_test_")
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        psycopg2.extras.register_uuid(conn_or_curs=cursor)
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
    connection.close()


def _update(table: str, columns: list[str], back: timedelta, one_by_one: bool) -> sql.Composed:
    seconds = sql.Literal(f"{int(back.total_seconds())} seconds")
    changes = sql.SQL(", ").join(
        sql.SQL("{0} = {0} - interval {1}").format(sql.Identifier(name), seconds)
        for name in columns
    )
    named = {"table": sql.Identifier(table), "changes": changes}
    if not one_by_one:
        return sql.SQL("UPDATE {table} SET {changes}").format(**named)
    first = next(name for name in columns if name in ("valid_from", "starts_at"))
    return sql.SQL(ONE_BY_ONE).format(first=sql.Identifier(first), **named)
