"""Triggers that refuse what no code of the product does, for migrations (docs/laws.md L8).

A check constraint sees one row as it is; what a row was before, and what hangs on it, a trigger
sees. Each is named by what holds; who breaks it gets that name and a sentence.
"""

from django.db.migrations import RunSQL


def stays(name: str, table: str, columns: list[str], sentence: str, when: str = "") -> RunSQL:
    """No UPDATE changes these columns of the table, while the condition `when` holds.

    `when` is SQL about OLD and NEW. The operation needs kernel's migration `refusals`.
    """
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    condition = f"({changed})" + (f" AND ({when})" if when else "")
    return RunSQL(
        f"""
CREATE TRIGGER {name} BEFORE UPDATE OF {", ".join(columns)} ON {table}
  FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION kernel_refuse('{sentence}');
""",
        f"DROP TRIGGER {name} ON {table};",
    )


def holds_at_commit(
    name: str, table: str, events: list[str], broken: str, sentence: str, when: str = ""
) -> RunSQL:
    """At the end of a transaction no row that it wrote is `broken`.

    `events` are those of a trigger ("INSERT", "UPDATE OF status"); `broken` is SQL about `r`, the
    row as it then stands, and `when` about NEW, or OLD for a DELETE. A row that is gone is passed.
    """
    triggers = "".join(
        f"""
CREATE CONSTRAINT TRIGGER {_trigger(name, event)} AFTER {event} ON {table}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {f"WHEN ({when})" if when else ""}
  EXECUTE FUNCTION {name}();"""
        for event in events
    )
    drops = "".join(f"DROP TRIGGER {_trigger(name, event)} ON {table};" for event in events)
    return RunSQL(
        f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.{table} AS r WHERE r.id = NEW.id AND ({broken})) THEN
    RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
  END IF;
  RETURN NULL;
END $$;{triggers}
""",
        f"{drops} DROP FUNCTION {name}();",
    )


def _trigger(name: str, event: str) -> str:
    return f"{name}_{event.split()[0].lower()}"
