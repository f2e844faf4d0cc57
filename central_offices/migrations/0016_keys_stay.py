"""A key is what it was registered as: name, public part, office, holder and days stay.

What a key signed counts by its row. So a row that could be changed would let anybody sign for an
office, and one dated back would let its history be written anew.
"""

from django.db import migrations

from kernel.triggers import stays

TABLE = "central_offices_officekey"
BY_APPLICATION = f"NOT kernel_by_the_owner('{TABLE}'::regclass::oid)"
NEVER = ["id", "office_id", "kid", "public_jwk", "held_by", "not_before", "change_id"]
NEVER += ["replaces_id", "created_at", "created_by_id"]
# RFC 7638: the digest of the members that make the key, in the order of their names.
NAMED = f"""
ALTER TABLE {TABLE} ADD CONSTRAINT key_is_named_by_its_thumbprint CHECK (
  kid = rtrim(translate(encode(sha256(convert_to(
    '{{"crv":' || (public_jwk -> 'crv')::text || ',"kty":' || (public_jwk -> 'kty')::text
    || ',"x":' || (public_jwk -> 'x')::text || '}}', 'UTF8')), 'base64'), '+/', '-_'), '='));
"""
BEGINS = f"""
CREATE FUNCTION key_begins_now() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT public.central_offices_being_set_up() THEN
    NEW.not_before := greatest(NEW.not_before, date_trunc('second', now()));
    NEW.created_at := greatest(NEW.created_at, now());
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER key_begins_now BEFORE INSERT ON {TABLE}
  FOR EACH ROW WHEN ({BY_APPLICATION}) EXECUTE FUNCTION key_begins_now();

DROP TRIGGER key_registered_by_two ON {TABLE};
CREATE OR REPLACE FUNCTION key_registered_by_two() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
      SELECT FROM public.central_offices_accesschange c
      WHERE c.id = NEW.change_id AND c.status = 'CONFIRMED' AND c.office_id = NEW.office_id
        AND c.decided_in = pg_current_xact_id()::text::bigint
        AND c.kind = 'KEY' AND c.content ->> 'kid' = NEW.kid
        AND c.content -> 'jwk' = NEW.public_jwk
        AND (NEW.replaces_id IS NULL OR c.content ->> 'replaces' = (
          SELECT k.kid FROM public.central_offices_officekey k
          WHERE k.id = NEW.replaces_id AND k.office_id = NEW.office_id
            AND k.held_by = 'OFFICE' AND k.revoked_at IS NOT NULL))) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'Two persons register a key.' USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
END $$;
CREATE CONSTRAINT TRIGGER key_registered_by_two AFTER INSERT ON {TABLE}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.held_by = 'OFFICE' AND {BY_APPLICATION}
    AND NOT (NEW.created_by_id IS NULL AND central_offices_being_set_up())) EXECUTE FUNCTION key_registered_by_two();
"""
BEGINS_BACK = f"""
DROP TRIGGER key_registered_by_two ON {TABLE};
CREATE OR REPLACE FUNCTION key_registered_by_two() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.created_by_id IS NULL OR NEW.held_by <> 'OFFICE' OR EXISTS (
      SELECT FROM public.central_offices_accesschange c
      WHERE c.id = NEW.change_id AND c.status = 'CONFIRMED' AND c.office_id = NEW.office_id
        AND c.kind = 'KEY' AND c.content ->> 'kid' = NEW.kid) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'Two persons register a key.' USING ERRCODE = '23514';
END $$;
CREATE CONSTRAINT TRIGGER key_registered_by_two AFTER INSERT ON {TABLE}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION key_registered_by_two();
DROP TRIGGER key_begins_now ON {TABLE};
DROP FUNCTION key_begins_now();
"""
# What was signed is used once, for ever.
CALLS = "REVOKE UPDATE ON central_offices_signedcall FROM iisa_app;"
CALLS_BACK = "GRANT UPDATE ON central_offices_signedcall TO iisa_app;"


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0015_roles_by_two_persons")]
    operations = [
        migrations.RunSQL(
            NAMED, f"ALTER TABLE {TABLE} DROP CONSTRAINT key_is_named_by_its_thumbprint;"
        ),
        migrations.RunSQL(BEGINS, BEGINS_BACK),
        stays(
            "key_stays_as_registered",
            TABLE,
            NEVER,
            "A key stays as it was registered: revoke it, and register another.",
            BY_APPLICATION,
        ),
        stays(
            "key_ends_earlier_only",
            TABLE,
            ["not_after"],
            "A key that ends is not prolonged.",
            f"NEW.not_after > OLD.not_after AND {BY_APPLICATION}",
        ),
        stays(
            "key_is_revoked_for_good",
            TABLE,
            ["revoked_at", "revoked_reason"],
            "A key is revoked once, for good.",
            f"OLD.revoked_at IS NOT NULL AND {BY_APPLICATION}",
        ),
        stays(
            "key_compromised_earlier_only",
            TABLE,
            ["compromised_from"],
            "The moment from which a key counts for nothing can only come earlier.",
            "OLD.compromised_from IS NOT NULL AND (NEW.compromised_from IS NULL "
            f"OR NEW.compromised_from > OLD.compromised_from) AND {BY_APPLICATION}",
        ),
        migrations.RunSQL(CALLS, CALLS_BACK),
    ]
