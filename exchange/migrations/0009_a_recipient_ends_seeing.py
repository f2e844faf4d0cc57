"""An office to which nothing was delivered sees no request, whichever row was changed."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION exchange_recipient_ends_seeing() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM public.exchange_request r WHERE r.id = OLD.request_id AND NOT r.seen_by <@ ARRAY(
      SELECT o.number::int FROM public.central_offices_centraloffice o
      WHERE o.id = r.owner_office_id OR o.id IN (
        SELECT p.office_id FROM public.exchange_requestrecipient p
        WHERE p.request_id = r.id AND p.delivered_at IS NOT NULL))) THEN
    RAISE EXCEPTION 'A request is seen by who asks and by whom it was delivered to.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'request_seen_by_whom_it_reached';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER recipient_ends_seeing
  AFTER DELETE OR UPDATE OF delivered_at, office_id, request_id ON exchange_requestrecipient
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION exchange_recipient_ends_seeing();
"""
BACK = """
DROP TRIGGER recipient_ends_seeing ON exchange_requestrecipient;
DROP FUNCTION exchange_recipient_ends_seeing();
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0008_whom_a_request_tells_of")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
