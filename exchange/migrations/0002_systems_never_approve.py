"""An office's system may send, and never approves: the database says so (docs/laws.md T1)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION exchange_humans_approve() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.approved_by_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM central_offices_officer WHERE id = NEW.approved_by_id AND kind = 'HUMAN'
  ) THEN
    RAISE EXCEPTION 'Only a person approves a request.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'request_approved_by_a_person';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER request_approved_by_a_person
  BEFORE INSERT OR UPDATE OF approved_by_id ON exchange_request
  FOR EACH ROW EXECUTE FUNCTION exchange_humans_approve();
"""
BACK = """
DROP TRIGGER request_approved_by_a_person ON exchange_request;
DROP FUNCTION exchange_humans_approve();
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
