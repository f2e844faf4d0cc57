"""How an office takes part is what two persons decided, and its trials are what happened.

The owner of the tables passes, and so does a new installation while it is set up: the first edition
of the offices is written then.
"""

from django.db import migrations

from kernel.triggers import holds_at_commit, stays

OFFICES, NAMES = "central_offices_centraloffice", "central_offices_officename"
TRIALS, CHANGES = "central_offices_officetrial", "central_offices_accesschange"
BY_APPLICATION = "NOT kernel_by_the_owner('{}'::regclass::oid)"
AT_WORK = f"{BY_APPLICATION.format(OFFICES)} AND NOT central_offices_being_set_up()"
TODAY = "(now() AT TIME ZONE 'UTC')::date"
THIS = "c.status = 'CONFIRMED' AND c.decided_in = pg_current_xact_id()::text::bigint"
TAKES_PART = f"""
CREATE FUNCTION office_takes_part_by_two() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  administrators constant text[] := ARRAY['ADMINISTRATOR'];
BEGIN
  IF EXISTS (SELECT FROM public.{CHANGES} c
      WHERE c.office_id = NEW.id AND {THIS} AND (
        c.kind = 'JOIN' AND NEW.joined_on >= (c.content ->> 'day')::date
          AND NEW.live_on IS NULL AND NEW.left_on IS NULL
        OR c.kind = 'LEAVE' AND NEW.left_on >= (c.content ->> 'day')::date
          AND NEW.joined_on IS NOT DISTINCT FROM OLD.joined_on
          AND NEW.live_on IS NOT DISTINCT FROM OLD.live_on
        OR c.kind = 'LIVE' AND NEW.live_on >= (c.content ->> 'day')::date
          AND NEW.joined_on IS NOT DISTINCT FROM OLD.joined_on
          AND NEW.left_on IS NOT DISTINCT FROM OLD.left_on
          AND (public.central_offices_holds(c.proposed_by_id, administrators)
            OR public.central_offices_holds(c.decided_by_id, administrators))
          AND EXISTS (SELECT FROM public.{TRIALS} t WHERE t.office_id = NEW.id
            AND t.kind = 'TELEPHONE' AND t.answered_at IS NOT NULL)
          AND EXISTS (SELECT FROM public.{TRIALS} t WHERE t.office_id = NEW.id
            AND t.kind = 'DELIVERY' AND t.answered_at IS NOT NULL))) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'Two persons decide how an office takes part.'
    USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
END $$;
CREATE CONSTRAINT TRIGGER office_takes_part_by_two
  AFTER UPDATE OF joined_on, live_on, left_on ON {OFFICES}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.joined_on, OLD.live_on, OLD.left_on)
    IS DISTINCT FROM (NEW.joined_on, NEW.live_on, NEW.left_on) AND {AT_WORK})
  EXECUTE FUNCTION office_takes_part_by_two();

CREATE FUNCTION office_begins_unasked() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'An office goes live by two persons, not when it is added.'
    USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER office_begins_unasked BEFORE INSERT ON {OFFICES}
  FOR EACH ROW WHEN (NEW.live_on IS NOT NULL AND {AT_WORK})
  EXECUTE FUNCTION office_begins_unasked();
"""
TAKES_PART_BACK = f"""
DROP TRIGGER office_begins_unasked ON {OFFICES};
DROP FUNCTION office_begins_unasked();
DROP TRIGGER office_takes_part_by_two ON {OFFICES};
DROP FUNCTION office_takes_part_by_two();
"""
NAMED = f"""
CREATE FUNCTION office_named_by_two() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.{CHANGES} c
      WHERE c.id = NEW.change_id AND c.office_id = NEW.office_id AND {THIS}
        AND c.kind IN ('RENAME', 'SUCCESSION') AND c.content -> 'names' = NEW.names
        AND NEW.valid_from >= (c.content ->> 'day')::date
        AND (c.kind = 'RENAME' OR c.content ->> 'country' = NEW.jurisdiction_id))
    -- What was before the first change.
    OR NEW.valid_from IS NULL AND NEW.change_id IS NULL AND NEW.valid_to IS NOT NULL THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'Two persons decide what an office is called.'
    USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
END $$;
CREATE CONSTRAINT TRIGGER office_named_by_two AFTER INSERT ON {NAMES}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({BY_APPLICATION.format(NAMES)})
  EXECUTE FUNCTION office_named_by_two();
REVOKE DELETE, TRUNCATE ON {NAMES}, {TRIALS} FROM iisa_app;

CREATE FUNCTION office_stands_under_its_name() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.{NAMES} n
      WHERE n.office_id = NEW.id AND n.names = NEW.names
        AND n.jurisdiction_id IS NOT DISTINCT FROM NEW.jurisdiction_id
        AND n.valid_from <= {TODAY} AND (n.valid_to IS NULL OR n.valid_to > {TODAY})) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'An office stands under the name that two persons decided for this day.'
    USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
END $$;
CREATE CONSTRAINT TRIGGER office_stands_under_its_name
  AFTER UPDATE OF names, jurisdiction_id ON {OFFICES}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.names, OLD.jurisdiction_id) IS DISTINCT FROM (NEW.names, NEW.jurisdiction_id)
    AND {AT_WORK})
  EXECUTE FUNCTION office_stands_under_its_name();

CREATE FUNCTION country_with_an_office_exists() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.{OFFICES} o WHERE o.jurisdiction_id = NEW.code
      AND (o.left_on IS NULL OR o.left_on > {TODAY})) THEN
    RAISE EXCEPTION 'A state whose office takes part is not dissolved.'
      USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER country_with_an_office_exists
  AFTER UPDATE OF kind ON central_offices_jurisdiction
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind = 'DISSOLVED_STATE' AND OLD.kind <> NEW.kind)
  EXECUTE FUNCTION country_with_an_office_exists();
"""
NAMED_BACK = f"""
DROP TRIGGER country_with_an_office_exists ON central_offices_jurisdiction;
DROP FUNCTION country_with_an_office_exists();
DROP TRIGGER office_stands_under_its_name ON {OFFICES};
DROP FUNCTION office_stands_under_its_name();
GRANT DELETE ON {NAMES}, {TRIALS} TO iisa_app;
DROP TRIGGER office_named_by_two ON {NAMES};
DROP FUNCTION office_named_by_two();
"""
TRIED = f"""
CREATE FUNCTION trial_by_the_secretariat() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.kind = 'DELIVERY' AND NEW.answered_at IS NULL
    OR NEW.kind = 'TELEPHONE'
      AND public.central_offices_holds(NEW.tried_by_id, ARRAY['ADMINISTRATOR'])
      AND EXISTS (SELECT FROM public.central_offices_dutyshift s
        WHERE s.id = NEW.shift_id AND s.office_id = NEW.office_id
          AND s.officer_id = NEW.answered_by_id AND s.cancelled_at IS NULL
          AND s.starts_at <= now() AND s.ends_at > now()) THEN
    NEW.tried_at := now();
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The Secretariat rings who is on duty; a test message begins unanswered.'
    USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER trial_by_the_secretariat BEFORE INSERT ON {TRIALS}
  FOR EACH ROW WHEN ({BY_APPLICATION.format(TRIALS)})
  EXECUTE FUNCTION trial_by_the_secretariat();
"""
TRIED_BACK = f"""
DROP TRIGGER trial_by_the_secretariat ON {TRIALS};
DROP FUNCTION trial_by_the_secretariat();
"""
# The message that answered is the office's own, about this trial.
UNANSWERED = """r.answer IS NOT NULL AND NOT EXISTS (
  SELECT FROM public.ledger_message m
  WHERE m.id = r.answer AND m.type = 'office.test_answered' AND m.thread = r.id
    AND m.sender_id = r.office_id AND m.signature IS NOT NULL)"""
# Nobody of an office that has left holds a role any more.
HOLDS = """
CREATE OR REPLACE FUNCTION central_offices_holds(officer bigint, roles text[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM public.central_offices_rolegrant g
    JOIN public.central_offices_officer o ON o.id = g.officer_id{join}
    WHERE g.officer_id = officer AND g.office_id = o.office_id AND g.role = ANY (roles)
      AND o.kind = 'HUMAN' AND o.is_active AND g.valid_from <= clock_timestamp()
      AND (g.valid_to IS NULL OR g.valid_to > clock_timestamp()){left})
$$;
"""
JOIN = "\n    JOIN public.central_offices_centraloffice f ON f.id = o.office_id"
LEFT = """
      AND (f.left_on IS NULL OR f.left_on > (clock_timestamp() AT TIME ZONE 'UTC')::date)"""


class Migration(migrations.Migration):
    dependencies = [
        ("central_offices", "0031_names_and_trials_of_offices"),
        ("ledger", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(
            HOLDS.format(join=JOIN, left=LEFT), HOLDS.format(join="", left="")
        ),
        migrations.RunSQL(TAKES_PART, TAKES_PART_BACK),
        migrations.RunSQL(NAMED, NAMED_BACK),
        migrations.RunSQL(TRIED, TRIED_BACK),
        stays(
            "trial_stays",
            TRIALS,
            ["office_id", "kind", "tried_by_id", "tried_at", "shift_id", "mode", "url"],
            "What was tried stays.",
            BY_APPLICATION.format(TRIALS),
        ),
        stays(
            "trial_answer_stays",
            TRIALS,
            ["answered_by_id", "answered_at", "answer"],
            "What was answered stays.",
            f"OLD.answered_at IS NOT NULL AND {BY_APPLICATION.format(TRIALS)}",
        ),
        holds_at_commit(
            "trial_answered_by_a_signed_message",
            TRIALS,
            ["INSERT", "UPDATE OF answer"],
            UNANSWERED,
            "A test message is answered by a signed message of the office.",
        ),
        stays(
            "office_name_stays",
            NAMES,
            ["office_id", "jurisdiction_id", "names", "valid_from", "change_id"],
            "What two persons decided stays.",
            BY_APPLICATION.format(NAMES),
        ),
        stays(
            "office_name_ends_once",
            NAMES,
            ["valid_to"],
            "A name ends once.",
            f"OLD.valid_to IS NOT NULL AND {BY_APPLICATION.format(NAMES)}",
        ),
    ]
