"""Whoever approves is of the office that asks, or of its deputy office of that day (L8)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION exchange_approver_of_office_or_deputy() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  theirs bigint;
  today date := (now() AT TIME ZONE 'UTC')::date;
BEGIN
  SELECT office_id INTO theirs FROM public.central_offices_officer WHERE id = NEW.approved_by_id;
  IF theirs = NEW.owner_office_id AND NOT NEW.approved_as_deputy THEN
    RETURN NEW;
  END IF;
  IF NEW.approved_as_deputy AND theirs = NEW.deputy_id AND EXISTS (
      SELECT FROM public.central_offices_deputyoffice d
      WHERE d.office_id = NEW.owner_office_id AND d.deputy_id = NEW.deputy_id
        AND d.status = 'AGREED' AND d.valid_from <= today
        AND (d.valid_to IS NULL OR d.valid_to > today)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Only the own office approves a request, or its deputy office.'
    USING ERRCODE = '23514', CONSTRAINT = 'request_approved_by_office_or_deputy';
END $$;
CREATE TRIGGER request_approved_by_office_or_deputy_insert BEFORE INSERT ON exchange_request
  FOR EACH ROW WHEN (NEW.approved_by_id IS NOT NULL)
  EXECUTE FUNCTION exchange_approver_of_office_or_deputy();
CREATE TRIGGER request_approved_by_office_or_deputy BEFORE UPDATE ON exchange_request
  FOR EACH ROW WHEN (NEW.approved_by_id IS NOT NULL AND (
    OLD.approved_by_id IS DISTINCT FROM NEW.approved_by_id
    OR OLD.approved_as_deputy IS DISTINCT FROM NEW.approved_as_deputy
    OR OLD.deputy_id IS DISTINCT FROM NEW.deputy_id))
  EXECUTE FUNCTION exchange_approver_of_office_or_deputy();
"""
BACK = """
DROP TRIGGER request_approved_by_office_or_deputy ON exchange_request;
DROP TRIGGER request_approved_by_office_or_deputy_insert ON exchange_request;
DROP FUNCTION exchange_approver_of_office_or_deputy();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0006_deputy_office"),
        ("central_offices", "0010_deputy_office_of_both"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
