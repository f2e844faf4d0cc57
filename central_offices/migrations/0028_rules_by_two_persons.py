"""Rules change by two administrators, from a day to come on; what was proposed stays."""

from django.db import migrations

from central_offices.dated_rules.guard import FUNCTION, changed_by_two

CHANGES = "central_offices_rulechange"
BY_TWO = f"""
CREATE FUNCTION rule_change_by_two() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE administrators constant text[] := ARRAY['ADMINISTRATOR'];
BEGIN
  IF public.kernel_by_the_owner(TG_RELID) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'PENDING' OR NEW.decided_by_id IS NOT NULL OR NEW.decided_in IS NOT NULL
      OR NOT public.central_offices_holds(NEW.proposed_by_id, administrators) THEN
      RAISE EXCEPTION 'An administrator proposes a change of a rule.'
        USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.status <> 'PENDING'
    OR (OLD."table", OLD.key, OLD.kind, OLD.content, OLD.before, OLD.valid_from, OLD.valid_to,
        OLD.reason, OLD.proposed_by_id, OLD.proposed_at, OLD.expires_at, OLD.decided_in)
      IS DISTINCT FROM
       (NEW."table", NEW.key, NEW.kind, NEW.content, NEW.before, NEW.valid_from, NEW.valid_to,
        NEW.reason, NEW.proposed_by_id, NEW.proposed_at, NEW.expires_at, NEW.decided_in) THEN
    RAISE EXCEPTION 'What was proposed, and what was decided, stays.'
      USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  IF NEW.status = 'CONFIRMED' THEN
    IF NOT public.central_offices_holds(NEW.decided_by_id, administrators) THEN
      RAISE EXCEPTION 'Another administrator confirms a change of a rule.'
        USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
    END IF;
    NEW.decided_in := pg_current_xact_id()::text::bigint;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rule_change_by_two BEFORE INSERT OR UPDATE ON {CHANGES}
  FOR EACH ROW EXECUTE FUNCTION rule_change_by_two();
REVOKE DELETE, TRUNCATE ON {CHANGES} FROM iisa_app;
"""
BACK = f"""
GRANT DELETE ON {CHANGES} TO iisa_app;
DROP TRIGGER rule_change_by_two ON {CHANGES};
DROP FUNCTION rule_change_by_two();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("central_offices", "0027_changes_of_rules"),
        ("kernel", "0004_by_the_owner"),
    ]
    operations = [
        migrations.RunSQL(BY_TWO, BACK),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION dated_rule_by_two();"),
        changed_by_two("central_offices_waitingtime"),
        migrations.RunSQL(
            "GRANT UPDATE, DELETE ON central_offices_waitingtime TO iisa_app;",
            "REVOKE UPDATE, DELETE ON central_offices_waitingtime FROM iisa_app;",
        ),
    ]
