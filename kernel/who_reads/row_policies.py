"""Policies of rows, for migrations: the second wall behind `visible_to` (docs/laws.md L3).

The first wall is `visible_to`; this one holds where a query forgot it. A policy reads what
`acting_as` set: the audiences of who acts, the clearance, and the officer. The owner of the tables
(migrations, definer functions) passes; so does a rule that must read what its actor may not
(`acting.by_a_rule`).

A policy's condition is asked before any condition of the query that isn't leakproof, which can't
use an index then (decision 55 says which are marked).
"""

from django.db.migrations import RunSQL

BY_A_RULE = "(SELECT public.kernel_by_a_rule())"
SEEN = "seen_by && (SELECT public.kernel_audiences())"
CLEARED = "classification <= (SELECT public.kernel_clearance())"
# An office of who reads, by its key; whether the Secretariat reads (kernel/migrations/0008).
OWN_OFFICE = "ANY ((SELECT public.kernel_own_offices())::bigint[])"
SECRETARIAT = "(SELECT public.kernel_secretariat_reads())"  # noqa: S105
OF_OWN_OFFICE = """EXISTS (SELECT FROM public.central_offices_centraloffice AS o
  WHERE o.id = office_id AND o.number = ANY ((SELECT public.kernel_audiences())::integer[]))"""


def of_a_seen(root: str, key: str) -> str:
    """The condition of what hangs on a row of `root`, which has a policy of its own, by this key.

    OFFSET says nothing about rows: without it the planner may read all that is seen of the root,
    to have it ready, for the few rows that are asked about.
    """
    return f"EXISTS (SELECT FROM public.{root} AS root WHERE root.id = {key} OFFSET 0)"


def worded_anew(table: str, seen: str) -> RunSQL:
    """The policy of a table that has one says the same in other words, which stay."""
    condition = f"{BY_A_RULE} OR ({seen})"
    names = ("read", "changed", "deleted")
    return RunSQL(
        "".join(f"ALTER POLICY {name} ON {table} USING ({condition});" for name in names),
        RunSQL.noop,
    )


def as_owner(*triggers: str) -> RunSQL:
    """Functions of triggers that decide by all rows run as the owner of the tables, whoever writes.

    They name every table with its schema.
    """
    owner = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp"
    caller = "SECURITY INVOKER SET search_path = pg_catalog, public, pg_temp"
    return RunSQL(
        "".join(f"ALTER FUNCTION {name}() {owner};" for name in triggers),
        "".join(f"ALTER FUNCTION {name}() {caller};" for name in triggers),
    )


def policy(table: str, seen: str) -> RunSQL:
    """Rows of the table are read and written where `seen`, SQL about its columns, is true."""
    condition = f"{BY_A_RULE} OR ({seen})"
    return RunSQL(
        f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY read ON {table} FOR SELECT TO iisa_app USING ({condition});
CREATE POLICY changed ON {table} FOR UPDATE TO iisa_app USING ({condition}) WITH CHECK (true);
CREATE POLICY deleted ON {table} FOR DELETE TO iisa_app USING ({condition});
CREATE POLICY added ON {table} FOR INSERT TO iisa_app WITH CHECK (true);
""",
        f"""
DROP POLICY read ON {table};
DROP POLICY changed ON {table};
DROP POLICY deleted ON {table};
DROP POLICY added ON {table};
DROP POLICY owner ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
""",
    )
