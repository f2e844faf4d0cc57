"""The trigger by which the database keeps the past of rules, and two persons, for migrations."""

from django.db.migrations import RunSQL

FUNCTION = """
CREATE FUNCTION dated_rule_by_two() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  today constant date := (now() AT TIME ZONE 'UTC')::date;
  was constant jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
  becomes constant jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
BEGIN
  IF public.kernel_by_the_owner(TG_RELID)
    OR TG_OP = 'INSERT' AND public.central_offices_being_set_up() THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP <> 'INSERT' AND (was ->> 'valid_to')::date <= today
    OR TG_OP = 'INSERT' AND (becomes ->> 'valid_from')::date <= today
    OR TG_OP = 'DELETE' AND (was ->> 'valid_from')::date <= today
    OR TG_OP = 'UPDATE' AND (was - 'valid_to' <> becomes - 'valid_to'
      OR (becomes ->> 'valid_to')::date <= today) THEN
    RAISE EXCEPTION 'What was in force stays: a rule changes from a day to come on.'
      USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  IF NOT EXISTS (
      SELECT FROM public.central_offices_rulechange c
      WHERE c."table" = TG_TABLE_NAME AND c.status = 'CONFIRMED'
        AND c.decided_in = pg_current_xact_id()::text::bigint
        AND coalesce(becomes, was) @> c.key
        AND CASE TG_OP
          WHEN 'UPDATE' THEN (becomes ->> 'valid_to')::date = c.valid_from
          WHEN 'DELETE' THEN (was ->> 'valid_from')::date >= c.valid_from
          ELSE (becomes ->> 'valid_from')::date = c.valid_to
            OR (becomes ->> 'valid_from')::date = c.valid_from AND c.kind <> 'END'
              AND NOT EXISTS (SELECT FROM jsonb_each(c.content) AS said
                WHERE becomes ? said.key AND becomes -> said.key <> said.value)
        END) THEN
    RAISE EXCEPTION 'Two persons change a rule.' USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


def changed_by_two(table: str) -> RunSQL:
    """Rows of the table begin, end and are taken back by a change of a rule only."""
    name = f"{table}_by_two"[:63]
    return RunSQL(
        f"""
CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION dated_rule_by_two();
""",
        f"DROP TRIGGER {name} ON {table};",
    )
