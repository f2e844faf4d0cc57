"""COPY by as many processes as there are cores, without triggers, foreign keys and most indexes.

The role iisa_load copies (launch.database_roles); the owner of the tables takes indexes away before
and makes them anew. Checks and NOT NULL hold as always.
"""

import io
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from django.db import connections, models

from bench.world.rows import Lines

MEMORY = "512MB"  # to sort an index in
LOADED = """
cases_case cases_case_portfolios cases_case_offences cases_caseshare cases_subject cases_casesubject
cases_identity cases_nationality cases_iddocument cases_namekey exchange_request
exchange_requestrecipient notices_notice notices_noticeversion notices_publicextract notices_review
notices_reviewitem ledger_event ledger_eventdetail
"""
# What no foreign key needs meanwhile: indexes, and unique constraints that nothing refers to.
# A list of values in a condition is read back in another form: such indexes, all small, stay.
REMOVED = """
SELECT i.indexrelid::regclass::text, i.indrelid::regclass::text, pg_get_indexdef(i.indexrelid),
  c.conname, pg_get_constraintdef(c.oid), pg_relation_size(i.indexrelid)
FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
  AND c.conrelid = i.indrelid AND c.contype IN ('p', 'u')
WHERE i.indrelid = ANY (%s::regclass[])
  AND position('ARRAY' IN pg_get_indexdef(i.indexrelid)) = 0
  AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = i.indexrelid)
"""


def url() -> str:
    """Where iisa_load copies to: the database that Django works on now."""
    name = connections["default"].settings_dict["NAME"]
    return urlsplit(os.environ["DATABASE_LOAD_URL"])._replace(path=f"/{name}").geturl()


class Copier:
    """One connection of iisa_load, on which nothing but checks looks at a row."""

    def __init__(self, to: str) -> None:
        self.connection = psycopg2.connect(to)
        self.connection.autocommit = True
        with self.connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")

    def copy(self, made: Lines) -> None:
        with self.connection.cursor() as cursor:
            for table, lines in made.items():
                stream = io.BytesIO("".join(lines).encode())
                cursor.copy_expert(f"COPY {table} FROM STDIN", stream, size=1 << 18)

    def run(self, statement: str, values: Any = None) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)

    def next_key(self, model: type[models.Model]) -> int:
        """The next key of a table whose keys the database counts."""
        with self.connection.cursor() as cursor:
            table = model._meta.db_table
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
            return int(cursor.fetchone()[0])

    def close(self) -> None:
        self.connection.close()


@contextmanager
def without_indexes() -> Iterator[None]:
    """Take the indexes of the loaded tables away, and make them anew, as many at once as cores."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(REMOVED, [LOADED.split()])
        found = cursor.fetchall()
        for index, table, _definition, constraint, _said, _size in found:
            if constraint:
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"')
            else:
                cursor.execute(f"DROP INDEX {index}")
    yield
    # Inverted indexes take longest: they begin first.
    anew = sorted(found, key=lambda row: "USING gin" not in row[2])
    as_owner(
        f'ALTER TABLE {table} ADD CONSTRAINT "{constraint}" {said}' if constraint else definition
        for _index, table, definition, constraint, said, _size in anew
    )


def as_owner(statements: Iterable[str]) -> None:
    """Run statements, as many at once as there are cores, those of one table one after another."""
    waiting = list(statements)
    lock = threading.Lock()
    name = connections["owner"].get_connection_params()

    def work() -> None:
        name.pop("cursor_factory", None)
        connection = psycopg2.connect(**name)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET maintenance_work_mem = '{MEMORY}'")
                while True:
                    with lock:
                        if not waiting:
                            return
                        statement = waiting.pop(0)
                    cursor.execute(statement)
        finally:
            connection.close()

    hands = os.cpu_count() or 1
    with ThreadPoolExecutor(hands) as pool:
        for done in [pool.submit(work) for _ in range(hands)]:
            done.result()


Progress = Callable[[float], None]
