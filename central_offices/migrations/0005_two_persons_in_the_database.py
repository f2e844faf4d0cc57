"""What was proposed stays as it was, and nobody grants a role that two persons did not decide."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION access_change_stays() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'PENDING' THEN
      RAISE EXCEPTION 'A change of access begins by being proposed.' USING ERRCODE = '23514';
    END IF;
  ELSIF OLD.status IN ('CONFIRMED', 'DECLINED', 'WITHDRAWN', 'EXPIRED')
      OR (OLD.decided_by_id IS NOT NULL AND NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id)
      OR (OLD.office_id, OLD.kind, OLD.person_id, OLD.client_id, OLD.content, OLD.without_head,
          OLD.proposed_by_id, OLD.proposed_at, OLD.reason) IS DISTINCT FROM
         (NEW.office_id, NEW.kind, NEW.person_id, NEW.client_id, NEW.content, NEW.without_head,
          NEW.proposed_by_id, NEW.proposed_at, NEW.reason) THEN
    RAISE EXCEPTION 'What was proposed, and what was decided, stays.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_change_stays BEFORE INSERT OR UPDATE ON central_offices_accesschange
  FOR EACH ROW EXECUTE FUNCTION access_change_stays();

CREATE FUNCTION role_given_by_two() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.granted_by_id IS NULL OR NEW.for_one_shift OR EXISTS (
      SELECT FROM public.central_offices_accesschange c
      WHERE c.id = NEW.change_id AND c.status = 'CONFIRMED' AND c.office_id = NEW.office_id
        AND c.content ->> 'role' = NEW.role
        AND (c.person_id = NEW.officer_id OR c.kind = 'ACCOUNT')) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'Two persons give a role.' USING ERRCODE = '23514';
END $$;
CREATE CONSTRAINT TRIGGER role_given_by_two AFTER INSERT ON central_offices_rolegrant
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION role_given_by_two();

CREATE FUNCTION key_registered_by_two() RETURNS trigger
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
CREATE CONSTRAINT TRIGGER key_registered_by_two AFTER INSERT ON central_offices_officekey
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION key_registered_by_two();

-- What was signed is kept for ever, and a key's name with it.
REVOKE DELETE, TRUNCATE ON central_offices_officekey, central_offices_signedcall FROM iisa_app;
REVOKE DELETE, TRUNCATE ON central_offices_accesschange, central_offices_accessobjection,
  central_offices_installation FROM iisa_app;
REVOKE UPDATE ON central_offices_accessobjection FROM iisa_app;
"""
BACK = """
DROP TRIGGER key_registered_by_two ON central_offices_officekey;
DROP FUNCTION key_registered_by_two();
DROP TRIGGER role_given_by_two ON central_offices_rolegrant;
DROP FUNCTION role_given_by_two();
DROP TRIGGER access_change_stays ON central_offices_accesschange;
DROP FUNCTION access_change_stays();
GRANT DELETE, TRUNCATE ON central_offices_officekey, central_offices_signedcall TO iisa_app;
GRANT DELETE ON central_offices_accesschange, central_offices_accessobjection,
  central_offices_installation TO iisa_app;
GRANT UPDATE ON central_offices_accessobjection TO iisa_app;
"""


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0004_structure")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
