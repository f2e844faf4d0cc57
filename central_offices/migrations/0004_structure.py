"""Who administers holds no role of work beside it; a dissolved state owns no office."""

from django.db import migrations

# Another role than POLICY_EDITOR beside ADMINISTRATOR, at the same time (central_offices/models/rights.py).
ROLES = """
ALTER TABLE central_offices_rolegrant ADD CONSTRAINT administrator_holds_no_other_role
EXCLUDE USING gist (
  officer_id WITH =,
  (CASE WHEN role = 'ADMINISTRATOR' THEN 1 ELSE 0 END) WITH <>,
  tstzrange(valid_from, valid_to) WITH &&
) WHERE (role <> 'POLICY_EDITOR');
"""
OFFICES = """
CREATE FUNCTION central_offices_of_a_state() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM public.central_offices_jurisdiction
    WHERE code = NEW.jurisdiction_id AND kind = 'DISSOLVED_STATE') THEN
    RAISE EXCEPTION 'A dissolved state owns no office.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'office_of_a_state_that_exists';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER office_of_a_state_that_exists
  BEFORE INSERT OR UPDATE OF jurisdiction_id ON central_offices_centraloffice
  FOR EACH ROW EXECUTE FUNCTION central_offices_of_a_state();
"""


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0003_remembered"), ("kernel", "0001_roles")]
    operations = [
        migrations.RunSQL(
            ROLES,
            "ALTER TABLE central_offices_rolegrant "
            "DROP CONSTRAINT administrator_holds_no_other_role;",
        ),
        migrations.RunSQL(
            OFFICES,
            "DROP TRIGGER office_of_a_state_that_exists ON central_offices_centraloffice;"
            "DROP FUNCTION central_offices_of_a_state();",
        ),
    ]
