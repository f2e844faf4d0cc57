"""Triggers that refuse what no code of the product does, for migrations (docs/laws.md L8).

A check constraint sees one row as it is; what a row was before, and what hangs on it, a trigger
sees. Each is named by what holds; who breaks it gets that name and a sentence.
"""

from collections.abc import Sequence

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


def only_grows(name: str, table: str, column: str, sentence: str) -> RunSQL:
    """Nothing that the array column holds is ever taken out of it."""
    return _refuses(
        name, table, f"UPDATE OF {column}", f"NOT NEW.{column} @> OLD.{column}", sentence
    )


def never_changes(name: str, table: str, sentence: str) -> RunSQL:
    """A row is inserted and deleted, and never updated."""
    return _refuses(name, table, "UPDATE", "true", sentence)


def begins_as(
    name: str, table: str, values: list[str], sentence: str, column: str = "status"
) -> RunSQL:
    """A row is inserted with one of these values in the column; steps give it others."""
    return _refuses(name, table, "INSERT", f"NEW.{column} NOT IN ({_quoted(values)})", sentence)


def ends(name: str, table: str, states: list[str], sentence: str, when: str = "") -> RunSQL:
    """A row with one of these states keeps it, while the condition `when` holds.

    The states stand among the trigger's arguments too, where a test compares them with the
    lifecycle that leads to them.
    """
    left = f"OLD.status IN ({_quoted(states)}) AND NEW.status <> OLD.status"
    condition = f"{left} AND ({when})" if when else left
    return _refuses(name, table, "UPDATE OF status", condition, sentence, states)


def refused_if(name: str, table: str, columns: list[str], broken: str, sentence: str) -> RunSQL:
    """No INSERT, and no UPDATE that changes one of the columns, makes a row that is `broken`.

    `broken` is SQL about NEW and may ask other tables, each written `public.table`: it is asked as
    the owner, so that nothing is passed because a row policy hides what stands against it.
    """
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return RunSQL(
        f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF {broken} THEN
    RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {name}_insert BEFORE INSERT ON {table}
  FOR EACH ROW EXECUTE FUNCTION {name}();
CREATE TRIGGER {name}_update BEFORE UPDATE OF {", ".join(columns)} ON {table}
  FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {name}();
""",
        f"DROP TRIGGER {name}_insert ON {table}; DROP TRIGGER {name}_update ON {table};"
        f"DROP FUNCTION {name}();",
    )


def _refuses(
    name: str, table: str, event: str, condition: str, sentence: str, more: Sequence[str] = ()
) -> RunSQL:
    arguments = ", ".join(f"'{argument}'" for argument in (sentence, *more))
    return RunSQL(
        f"""
CREATE TRIGGER {name} BEFORE {event} ON {table}
  FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION kernel_refuse({arguments});
""",
        f"DROP TRIGGER {name} ON {table};",
    )


def _quoted(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


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
