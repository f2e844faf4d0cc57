"""Policies of rows, for migrations: the second wall behind `visible_to` (docs/laws.md L3).

The first wall is `visible_to`; this one holds where a query forgot it. A policy reads what
`acting_as` set: the audiences of who acts, the clearance, and the officer. The owner of the tables
(migrations, definer functions) passes; so does a rule that must read what its actor may not
(`acting.by_a_rule`).

A policy's condition is asked before any condition of the query that isn't leakproof, which can't
use an index then: a table that is searched by words or keys needs another way (decision 51).
"""

from django.db.migrations import RunSQL

BY_A_RULE = "(SELECT public.kernel_by_a_rule())"
SEEN = "seen_by && (SELECT public.kernel_audiences())"
CLEARED = "classification <= (SELECT public.kernel_clearance())"
OF_OWN_OFFICE = """EXISTS (SELECT FROM public.central_offices_centraloffice AS o
  WHERE o.id = office_id AND o.number = ANY ((SELECT public.kernel_audiences())::integer[]))"""


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
