"""Where an office's messages go, and how it is reached, is what two persons confirmed.

One of the two is of the office. Whoever could write another address into a row would read all that
an office is sent; whoever could write another telephone would be asked in its place.
"""

from django.db import migrations, models

from kernel.triggers import stays

CHANGE, PLACE = "central_offices_endpointchange", "ledger_destination"
BY_APPLICATION = "NOT kernel_by_the_owner('{}'::regclass::oid)"
CONFIRMED = f"""
CREATE FUNCTION delivery_changed_by_two() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  managers constant text[] := ARRAY['ADMINISTRATOR'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.decided_in := NULL;
    IF NEW.status = 'PENDING' THEN
      RETURN NEW;
    END IF;
  ELSIF NEW.status <> 'CONFIRMED' THEN
    NEW.decided_in := NULL;
    RETURN NEW;
  ELSE
    NEW.decided_in := pg_current_xact_id()::text::bigint;
    IF OLD.status = 'PENDING' AND NEW.decided_by_id <> NEW.proposed_by_id
        AND (public.central_offices_speaks_for(NEW.decided_by_id, NEW.office_id)
          OR public.central_offices_speaks_for(NEW.proposed_by_id, NEW.office_id)
            AND public.central_offices_holds(NEW.decided_by_id, managers)) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'Two persons change how an office receives, one of them of the office.'
    USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER delivery_proposed_first BEFORE INSERT ON {CHANGE}
  FOR EACH ROW WHEN ({BY_APPLICATION.format(CHANGE)}) EXECUTE FUNCTION delivery_changed_by_two();
CREATE TRIGGER delivery_changed_by_two BEFORE UPDATE ON {CHANGE}
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status AND {BY_APPLICATION.format(CHANGE)})
  EXECUTE FUNCTION delivery_changed_by_two();
REVOKE DELETE, TRUNCATE ON {CHANGE} FROM iisa_app;
"""
CONFIRMED_BACK = f"""
GRANT DELETE ON {CHANGE} TO iisa_app;
DROP TRIGGER delivery_changed_by_two ON {CHANGE};
DROP TRIGGER delivery_proposed_first ON {CHANGE};
DROP FUNCTION delivery_changed_by_two();
"""
DIRECTORY = "central_offices_centraloffice"
ENTRY = f"""
CREATE FUNCTION entry_changed_by_two() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  was jsonb := to_jsonb(OLD);
  entry jsonb := to_jsonb(NEW);
  field text;
BEGIN
  FOREACH field IN ARRAY ARRAY['contact_point', 'emergency_phone', 'red_notice_effect'] LOOP
    IF entry -> field IS DISTINCT FROM was -> field AND NOT EXISTS (
        SELECT FROM public.central_offices_accesschange c
        WHERE c.office_id = NEW.id AND c.kind = 'ENTRY' AND c.status = 'CONFIRMED'
          AND c.decided_in = pg_current_xact_id()::text::bigint
          AND c.content -> field = entry -> field) THEN
      RAISE EXCEPTION 'Two persons change how an office is reached.'
        USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_changed_by_two
  AFTER UPDATE OF contact_point, emergency_phone, red_notice_effect ON {DIRECTORY}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.contact_point, OLD.emergency_phone, OLD.red_notice_effect) IS DISTINCT FROM
    (NEW.contact_point, NEW.emergency_phone, NEW.red_notice_effect)
    AND {BY_APPLICATION.format(DIRECTORY)})
  EXECUTE FUNCTION entry_changed_by_two();
"""
ENTRY_BACK = f"""
DROP TRIGGER entry_changed_by_two ON {DIRECTORY};
DROP FUNCTION entry_changed_by_two();
"""
GOES = f"""
CREATE FUNCTION delivery_goes_where_two_said() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
      SELECT FROM public.{CHANGE} c
      WHERE c.office_id = NEW.office_id AND c.status = 'CONFIRMED' AND c.mode = NEW.mode
        AND (c.url = NEW.url OR c.url = '' AND (TG_OP = 'INSERT' OR NEW.url = OLD.url))
        AND c.decided_in = pg_current_xact_id()::text::bigint) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'Two persons change how an office receives, one of them of the office.'
    USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
END $$;
CREATE CONSTRAINT TRIGGER delivery_begins_in_the_browser AFTER INSERT ON {PLACE}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((NEW.mode <> 'BROWSER' OR NEW.url <> '') AND {BY_APPLICATION.format(PLACE)}
    AND NOT central_offices_being_set_up())
  EXECUTE FUNCTION delivery_goes_where_two_said();
CREATE CONSTRAINT TRIGGER delivery_goes_where_two_said
  AFTER UPDATE OF mode, url, office_id ON {PLACE}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.mode, OLD.url, OLD.office_id) IS DISTINCT FROM (NEW.mode, NEW.url, NEW.office_id)
    AND {BY_APPLICATION.format(PLACE)} AND NOT central_offices_being_set_up())
  EXECUTE FUNCTION delivery_goes_where_two_said();
"""
GOES_BACK = f"""
DROP TRIGGER delivery_goes_where_two_said ON {PLACE};
DROP TRIGGER delivery_begins_in_the_browser ON {PLACE};
DROP FUNCTION delivery_goes_where_two_said();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("central_offices", "0017_factors_are_marked"),
        ("ledger", "0001_initial"),
    ]
    operations = [
        migrations.AddField(
            "endpointchange",
            "decided_in",
            models.BigIntegerField(
                blank=True,
                editable=False,
                help_text="The transaction of the database that put it in force",
                null=True,
            ),
        ),
        migrations.RunSQL(CONFIRMED, CONFIRMED_BACK),
        stays(
            "delivery_change_stays",
            CHANGE,
            ["office_id", "mode", "url", "proposed_by_id", "proposed_at"],
            "What was proposed stays.",
            BY_APPLICATION.format(CHANGE),
        ),
        stays(
            "delivery_decision_stays",
            CHANGE,
            ["status", "decided_by_id", "decided_at", "decided_in"],
            "What was decided stays.",
            f"OLD.status <> 'PENDING' AND {BY_APPLICATION.format(CHANGE)}",
        ),
        migrations.RunSQL(GOES, GOES_BACK),
        migrations.RunSQL(ENTRY, ENTRY_BACK),
    ]
