"""Roles of the embedded cluster: a superuser for the launcher alone, the owner, the application,
and one that dumps.

Where nothing is real, there is one more, which copies invented rows in past triggers and policies.

What runs with the owner's rights inside the database (definer functions, migrations) must not be
able to leave it: only ADMIN is a superuser, and nothing of the system connects as it.
"""

import secrets
from pathlib import Path

import psycopg2
from psycopg2 import sql

ADMIN = "iisa_admin"
OWNER = "iisa_owner"
APP = "iisa_app"
LOADER = "iisa_load"
BACKUP = "iisa_backup"
NO_RIGHTS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
PASSES = NO_RIGHTS.replace("NOBYPASSRLS", "BYPASSRLS")

# What a superuser says of conditions behind policies of rows, once in each database.
LEAKPROOF = Path(__file__).parent / "containers" / "leakproof.psql"
# Everything in a database that belongs to the superuser, and to no extension, is the owner's.
TO_OWNER = """
DO $$ DECLARE command text; BEGIN
  FOR command IN
    SELECT format('ALTER %s %s OWNER TO iisa_owner', found.kind, found.name) FROM (
      SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW'
          WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END AS kind,
        oid::regclass::text AS name, oid, 'pg_class'::regclass AS class
        FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'p', 'v', 'm', 'S') AND relowner = 'iisa_admin'::regrole
      UNION ALL SELECT 'ROUTINE', oid::regprocedure::text, oid, 'pg_proc'::regclass
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND proowner = 'iisa_admin'::regrole
      UNION ALL SELECT 'COLLATION', oid::regcollation::text, oid, 'pg_collation'::regclass
        FROM pg_collation WHERE collnamespace = 'public'::regnamespace
        AND collowner = 'iisa_admin'::regrole
      UNION ALL SELECT 'TYPE', oid::regtype::text, oid, 'pg_type'::regclass
        FROM pg_type WHERE typnamespace = 'public'::regnamespace
        AND typowner = 'iisa_admin'::regrole AND typtype IN ('e', 'd')
    ) AS found WHERE NOT EXISTS (
      SELECT FROM pg_depend d WHERE d.classid = found.class AND d.objid = found.oid
        AND d.deptype IN ('a', 'e', 'i'))
  LOOP
    EXECUTE command;
  END LOOP;
  EXECUTE format('ALTER DATABASE %I OWNER TO iisa_owner', current_database());
END $$;
ALTER DEFAULT PRIVILEGES FOR ROLE iisa_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO iisa_app;
ALTER DEFAULT PRIVILEGES FOR ROLE iisa_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO iisa_app;
"""


def make(url: str, passwords: dict[str, str]) -> None:
    """The owner and the application's role; `url` leads a superuser to the database postgres.

    What the application may do is granted by migrations.
    """
    for name in (OWNER, APP):
        role, password = sql.Identifier(name), sql.Literal(passwords[name])
        try:
            ask(url, sql.SQL("CREATE ROLE {}").format(role))
        except psycopg2.errors.DuplicateObject:
            pass
        ask(url, sql.SQL("ALTER ROLE {} " + NO_RIGHTS + " PASSWORD {}").format(role, password))
    ask(url, sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP), sql.Identifier(OWNER)))
    ask(url, "REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC")
    make_backup(url)


def make_backup(url: str) -> None:
    """The role that dumps: it reads every row past the policies, and writes none.

    It has no password: an operator who wants to come in over the network gives it one.
    """
    role = sql.Identifier(BACKUP)
    try:
        ask(url, sql.SQL("CREATE ROLE {}").format(role))
    except psycopg2.errors.DuplicateObject:
        pass
    ask(url, sql.SQL("ALTER ROLE {} " + PASSES).format(role))
    ask(url, sql.SQL("GRANT pg_read_all_data TO {}").format(role))


def make_loader(url: str, password: str) -> None:
    """The role that copies invented rows in: for benches, tests, the demo: nothing there is real.

    It may read and write every table, and switch triggers and foreign keys off while it does.
    """
    role = sql.Identifier(LOADER)
    try:
        ask(url, sql.SQL("CREATE ROLE {}").format(role))
    except psycopg2.errors.DuplicateObject:
        pass
    ask(
        url, sql.SQL("ALTER ROLE {} " + PASSES + " PASSWORD {}").format(role, sql.Literal(password))
    )
    ask(url, sql.SQL("GRANT pg_read_all_data, pg_write_all_data TO {}").format(role))
    ask(url, sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(role))


def drop_loader(url: str) -> None:
    """Take that role away, where it was made before."""
    if ask(url, f"SELECT 1 FROM pg_roles WHERE rolname = '{LOADER}'"):
        ask(url, f"REVOKE SET ON PARAMETER session_replication_role FROM {LOADER}")
        ask(url, f"DROP ROLE {LOADER}")


def demote_owner(url: str, passwords: dict[str, str]) -> None:
    """Take the superuser's rights from the owner of a cluster that was made with it as the first
    role: that role becomes ADMIN, and an owner without rights is made. `url` leads OWNER to it.
    """
    name, password = sql.Identifier("iisa_demoting"), secrets.token_hex(24)
    ask(url, sql.SQL("DROP ROLE IF EXISTS {}").format(name))
    create = sql.SQL("CREATE ROLE {} SUPERUSER LOGIN PASSWORD {}")
    ask(url, create.format(name, sql.Literal(password)))
    names = [sql.Identifier(ADMIN), sql.Identifier(OWNER)]
    rename = sql.SQL("ALTER ROLE {} RENAME TO {}").format(names[1], names[0])
    renew = sql.SQL("ALTER ROLE {} PASSWORD {}").format(names[0], sql.Literal(passwords[ADMIN]))
    make_owner = sql.SQL("CREATE ROLE {} " + NO_RIGHTS).format(names[1])
    other = psycopg2.connect(url, user="iisa_demoting", password=password)
    try:
        with other, other.cursor() as cursor:  # one transaction: there is always one that can enter
            cursor.execute(sql.SQL("; ").join([rename, renew, make_owner]))
    finally:
        other.close()


def give_to_owner(url: str) -> None:
    """Let every database of the superuser, but its own, belong to the owner; again if need be."""
    ask(url, "DROP ROLE IF EXISTS iisa_demoting")
    held = "SELECT datname FROM pg_database WHERE datdba = 'iisa_admin'::regrole"
    for name in ask(url, f"{held} AND NOT datistemplate AND datname <> 'postgres'"):
        ask(url, TO_OWNER, name)


def mark_leakproof(url: str) -> None:
    """Let conditions keep their indexes behind policies, in every database and those to come."""
    asked = "SELECT datname FROM pg_database WHERE datallowconn AND datname <> 'postgres'"
    for name in ask(url, asked):  # template1 among them, from which new ones are copied
        ask(url, LEAKPROOF.read_text(), name)


def ask(url: str, statement: sql.Composable | str, database: str = "") -> list[str]:
    """Run statements outside any transaction of ours; the first column of what they find."""
    connection = psycopg2.connect(url, **({"dbname": database} if database else {}))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return [row[0] for row in cursor.fetchall()] if cursor.description else []
    finally:
        connection.close()
