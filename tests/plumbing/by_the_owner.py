"""Rows of a past that the application may not write: the owner of the tables writes them.

The template database has two functions that no installation has; what they do belongs to the test's
own transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections

MAKE = """
CREATE SCHEMA tests;
GRANT USAGE ON SCHEMA tests TO iisa_app;
CREATE FUNCTION tests.written(statement text) RETURNS SETOF bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE written bigint;
BEGIN
  EXECUTE statement;
  GET DIAGNOSTICS written = ROW_COUNT;
  RETURN QUERY SELECT 1::bigint FROM generate_series(1, written);
END $$;
CREATE FUNCTION tests.returned(statement text) RETURNS SETOF bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY EXECUTE statement;
END $$;
"""
WRITES = ("INSERT ", "UPDATE ", "DELETE ")


def make() -> None:
    """Once, in the template."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(MAKE)


@contextmanager
def by_the_owner() -> Iterator[None]:
    """The owner of the tables writes all that the body writes, in the same transaction."""
    with connection.execute_wrapper(_redirected):
        yield


def _redirected(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not sql.startswith(WRITES):
        return execute(sql, params, many, context)
    statement = context["cursor"].cursor.mogrify(sql, params).decode()
    function = "returned" if " RETURNING " in sql else "written"
    return execute(f"SELECT * FROM tests.{function}(%s)", [statement], many, context)
