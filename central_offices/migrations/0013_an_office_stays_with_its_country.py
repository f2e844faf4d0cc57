"""An office stays with its country, but for a successor: who is feared hangs on it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION central_offices_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.jurisdiction_id IS DISTINCT FROM OLD.jurisdiction_id AND NOT EXISTS (
    SELECT FROM public.central_offices_jurisdiction
    WHERE code = OLD.jurisdiction_id AND NEW.jurisdiction_id = ANY (successors)) THEN
    RAISE EXCEPTION 'An office stays with its country, or goes to a successor of it.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'office_stays_with_its_country';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER office_stays_with_its_country
  BEFORE UPDATE OF jurisdiction_id ON central_offices_centraloffice
  FOR EACH ROW EXECUTE FUNCTION central_offices_stays();
"""
BACK = """
DROP TRIGGER office_stays_with_its_country ON central_offices_centraloffice;
DROP FUNCTION central_offices_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0012_territories_are_spoken_for")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
