"""Rights of the two database roles, beside what migrations grant (docs/laws.md L3).

The application makes no temporary tables: what has its name in `pg_temp` is found before anything
of the same name elsewhere, also by functions that run with the owner's rights.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connections
from psycopg2 import sql

FIND = """
SELECT r.rolname, r.rolsuper,
  has_database_privilege('iisa_app', current_database(), 'TEMPORARY'),
  (SELECT rolsuper OR rolbypassrls OR rolcreaterole OR pg_has_role('iisa_app', r.oid, 'MEMBER')
    FROM pg_roles WHERE rolname = 'iisa_app'),
  (SELECT string_agg(setting, ', ') FROM pg_db_role_setting s, unnest(s.setconfig) AS setting
    WHERE s.setrole = (SELECT oid FROM pg_roles WHERE rolname = 'iisa_app')),
  (SELECT string_agg(datname, ', ' ORDER BY datname) FROM pg_database
    WHERE datname IN ('postgres', 'template1') AND datallowconn
      AND has_database_privilege('iisa_app', datname, 'CONNECT')),
  EXISTS (SELECT FROM pg_roles WHERE rolname = 'iisa_load')
FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
WHERE c.oid = to_regclass('public.django_migrations')
"""

LOADER_FOUND = (
    "There is a role iisa_load, which passes by every rule of the database: it copies invented "
    "rows in, and has no place beside real ones. As a superuser, REVOKE SET ON PARAMETER "
    "session_replication_role FROM iisa_load; then DROP ROLE iisa_load."
)


def take_temporary_tables_away() -> None:
    """Let only the database's owner make temporary tables; a copy of a database loses that."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT current_database()")
        name: Any = sql.Identifier(cursor.fetchone()[0])
        cursor.execute(
            sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC, iisa_app").format(name)
        )


@contextmanager
def as_the_owner() -> Iterator[None]:
    """In this thread the body works as the owner of the database: for an operator's commands."""
    ours = connections["default"]
    connections["default"] = connections["owner"]
    try:
        yield
    finally:
        connections["default"] = ours


def problems(alias: str = "owner") -> list[str]:
    """Sentences about roles that may more than they must; empty when all is well."""
    with connections[alias].cursor() as cursor:
        cursor.execute(FIND)
        row = cursor.fetchone()
    if row is None:
        return []
    owner, owner_is_superuser, makes_temporary, app_is_more, own, others, loads = row
    found = []
    if owner_is_superuser:
        found.append(
            f"The owner of the tables, {owner}, is a superuser of PostgreSQL: make it an ordinary "
            "role (docs/operations.md, “The owner is no superuser”)."
        )
    if makes_temporary:
        found.append(
            "The role iisa_app may make temporary tables: as the database's owner, "
            "REVOKE TEMPORARY ON DATABASE … FROM PUBLIC."
        )
    if app_is_more:
        found.append(
            "The role iisa_app may pass by the rules for rows, make roles, or act as the owner: "
            "make it an ordinary role (launch/containers/app-role.sh)."
        )
    if own:
        found.append(
            f"The role iisa_app has settings of its own ({own}): no installation gives it "
            "any, and whoever runs SQL as the application can. Find out who did; then, as a "
            "superuser, ALTER ROLE iisa_app RESET ALL, and the same IN DATABASE …."
        )
    if others:
        found.append(
            f"The role iisa_app may connect to {others}: as a superuser, "
            "REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC."
        )
    if loads and not settings.DEMO:
        found.append(LOADER_FOUND)
    return found
