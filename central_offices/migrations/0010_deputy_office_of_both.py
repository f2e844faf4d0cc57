"""A deputy office is agreed by a person of each of the two, and stays what was proposed."""

from django.db import migrations

from kernel.triggers import stays

FORWARD = """
CREATE FUNCTION deputy_office_of_both() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  proposer bigint;
  other bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT office_id INTO proposer FROM public.central_offices_officer
      WHERE id = NEW.proposed_by_id AND kind = 'HUMAN';
    IF NEW.status = 'PROPOSED' AND proposer IN (NEW.office_id, NEW.deputy_id) THEN
      RETURN NEW;
    END IF;
  ELSIF NEW.status = 'AGREED' AND OLD.status IS DISTINCT FROM 'AGREED' THEN
    SELECT office_id INTO proposer FROM public.central_offices_officer
      WHERE id = NEW.proposed_by_id;
    SELECT office_id INTO other FROM public.central_offices_officer
      WHERE id = NEW.decided_by_id AND kind = 'HUMAN';
    IF OLD.status = 'PROPOSED' AND other <> proposer
        AND other IN (NEW.office_id, NEW.deputy_id) THEN
      RETURN NEW;
    END IF;
  ELSE
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'A person of each of the two offices agrees on a deputy office.'
    USING ERRCODE = '23514', CONSTRAINT = 'deputy_office_of_both';
END $$;
CREATE TRIGGER deputy_office_of_both BEFORE INSERT OR UPDATE OF status, decided_by_id
  ON central_offices_deputyoffice FOR EACH ROW EXECUTE FUNCTION deputy_office_of_both();
REVOKE DELETE, TRUNCATE ON central_offices_deputyoffice FROM iisa_app;
"""
BACK = """
DROP TRIGGER deputy_office_of_both ON central_offices_deputyoffice;
DROP FUNCTION deputy_office_of_both();
GRANT DELETE ON central_offices_deputyoffice TO iisa_app;
"""


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0009_deputy_offices"), ("kernel", "0003_refusals")]
    operations = [
        migrations.RunSQL(FORWARD, BACK),
        stays(
            "deputy_office_stays",
            "central_offices_deputyoffice",
            ["office_id", "deputy_id", "valid_from", "valid_to", "proposed_by_id"],
            "What was proposed stays.",
        ),
    ]
