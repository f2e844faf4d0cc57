"""An account is opened, raised, moved and opened again by two persons; its address and kind stay.

A link that works once leads to the officer for whom it was made.
"""

from django.db import migrations

from kernel.triggers import stays

TABLE, LINKS = "central_offices_officer", "central_offices_invitation"
OFFICES = "central_offices_centraloffice"
BY_APPLICATION = f"NOT kernel_by_the_owner('{TABLE}'::regclass::oid)"
DECIDED = f"""
CREATE FUNCTION account_changed_by_two() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  kinds text[] := '{{}}';
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT FROM public.central_offices_accesschange c
        WHERE c.status = 'CONFIRMED' AND c.kind = 'ACCOUNT' AND c.office_id = NEW.office_id
          AND c.decided_in = pg_current_xact_id()::text::bigint
          AND c.content ->> 'email' = NEW.email
          AND (c.content ->> 'clearance')::integer >= NEW.clearance) THEN
      RETURN NULL;
    END IF;
  ELSE
    IF NEW.office_id <> OLD.office_id THEN
      kinds := kinds || 'MOVE'::text;
    ELSIF NEW.clearance > OLD.clearance THEN
      kinds := kinds || 'CLEARANCE'::text;
    END IF;
    IF NEW.is_active AND NOT OLD.is_active THEN
      kinds := kinds || 'ENABLE'::text;
    END IF;
    IF NOT EXISTS (SELECT FROM unnest(kinds) AS kind WHERE NOT EXISTS (
        SELECT FROM public.central_offices_accesschange c
        WHERE c.status = 'CONFIRMED' AND c.kind = kind AND c.person_id = NEW.id
          AND c.office_id = NEW.office_id
          AND c.decided_in = pg_current_xact_id()::text::bigint
          -- Moves proposed before the office left was noted have none.
          AND (kind <> 'MOVE' OR c.content ->> 'from' IS NULL OR OLD.office_id = (
            SELECT f.id FROM public.central_offices_centraloffice f
            WHERE f.code = c.content ->> 'from'))
          AND (kind = 'ENABLE' OR (c.content ->> 'clearance')::integer >= NEW.clearance))) THEN
      RETURN NULL;
    END IF;
  END IF;
  RAISE EXCEPTION 'Two persons decide on an account.'
    USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
END $$;
CREATE CONSTRAINT TRIGGER account_opened_by_two AFTER INSERT ON {TABLE}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind = 'HUMAN' AND {BY_APPLICATION} AND NOT central_offices_being_set_up())
  EXECUTE FUNCTION account_changed_by_two();
CREATE CONSTRAINT TRIGGER account_changed_by_two
  AFTER UPDATE OF office_id, clearance, is_active ON {TABLE}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((NEW.office_id <> OLD.office_id OR NEW.clearance > OLD.clearance
    OR NEW.is_active AND NOT OLD.is_active)
    AND {BY_APPLICATION} AND NOT central_offices_being_set_up())
  EXECUTE FUNCTION account_changed_by_two();
"""
DECIDED_BACK = f"""
DROP TRIGGER account_changed_by_two ON {TABLE};
DROP TRIGGER account_opened_by_two ON {TABLE};
DROP FUNCTION account_changed_by_two();
"""
BEGINS = f"""
CREATE FUNCTION account_begins_now() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.valid_from := greatest(NEW.valid_from, now());
  RETURN NEW;
END $$;
CREATE TRIGGER account_begins_now BEFORE INSERT ON {TABLE}
  FOR EACH ROW WHEN ({BY_APPLICATION} AND NOT central_offices_being_set_up())
  EXECUTE FUNCTION account_begins_now();
"""
# Else one that was used, or is another's, could be put in anew.
KEPT = f"REVOKE DELETE ON {LINKS} FROM iisa_app;"
KEPT_BACK = f"GRANT DELETE ON {LINKS} TO iisa_app;"
BEGINS_BACK = f"DROP TRIGGER account_begins_now ON {TABLE}; DROP FUNCTION account_begins_now();"


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0021_passwords_are_marked")]
    operations = [
        migrations.RunSQL(DECIDED, DECIDED_BACK),
        migrations.RunSQL(BEGINS, BEGINS_BACK),
        migrations.RunSQL(KEPT, KEPT_BACK),
        stays(
            "account_stays_the_same_person",
            TABLE,
            ["id", "email", "kind"],
            "An account keeps its address and its kind: invite a new officer.",
            BY_APPLICATION,
        ),
        stays(
            "office_keeps_its_code",
            OFFICES,
            ["code", "kind"],
            "An office keeps its code and its kind.",
            BY_APPLICATION.replace(TABLE, OFFICES),
        ),
        stays(
            "account_does_not_grow_older",
            TABLE,
            ["valid_from"],
            "An account does not count from an earlier moment on.",
            f"NEW.valid_from < OLD.valid_from AND {BY_APPLICATION}",
        ),
        stays(
            "link_stays_with_its_officer",
            LINKS,
            ["id", "officer_id", "token_hash", "made_by_id", "made_at"],
            "A link works for whom it was made.",
            BY_APPLICATION.replace(TABLE, LINKS),
        ),
        stays(
            "link_is_used_once",
            LINKS,
            ["used_at"],
            "A link works once.",
            f"OLD.used_at IS NOT NULL AND {BY_APPLICATION.replace(TABLE, LINKS)}",
        ),
        stays(
            "link_ends_earlier_only",
            LINKS,
            ["expires_at"],
            "A link is not prolonged: a new one is mailed.",
            f"NEW.expires_at > OLD.expires_at AND {BY_APPLICATION.replace(TABLE, LINKS)}",
        ),
    ]
