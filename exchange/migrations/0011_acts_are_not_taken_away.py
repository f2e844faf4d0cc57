"""What was asked against a person counts as long as it has to, whatever time or key is named."""

from django.db import migrations

COLUMNS = """
  p_request uuid, p_person smallint, p_key text, p_kinds text[], p_digests bytea[], p_names int[],
  p_words int[], p_pairs int[]
"""
INSERTED = """
  INSERT INTO public.exchange_act (request_id, person, key_id, kind, digest, name, words, pair)
    SELECT p_request, p_person, p_key, q.kind, q.digest, q.name, q.words, q.pair
    FROM unnest(p_kinds, p_digests, p_names, p_words, p_pairs)
      AS q (kind, digest, name, words, pair)
    ON CONFLICT DO NOTHING;
"""
# Digests of a retired key, and of what left long ago or never; ninety days are the shortest time
# over which offices are counted, so that no later moment that a caller names empties the table.
FORWARD = f"""
CREATE OR REPLACE FUNCTION exchange_keep_act({COLUMNS}) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
{INSERTED}
$$;
DROP FUNCTION exchange_purge_acts(text, timestamptz);
CREATE FUNCTION exchange_purge_acts(p_since timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  gone integer;
BEGIN
  DELETE FROM public.exchange_act a USING public.exchange_request r
    WHERE r.id = a.request_id AND (
      a.key_id <> (SELECT k.key_id FROM public.notices_fingerprint_key k)
      OR r.sent_at < least(p_since, clock_timestamp() - interval '90 days')
      OR r.sent_at IS NULL AND r.status IN ('DRAFT', 'DISCARDED', 'REFUSED'));
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
REVOKE ALL ON FUNCTION exchange_purge_acts(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange_purge_acts(timestamptz) TO iisa_app;
"""
BACK = f"""
DROP FUNCTION exchange_purge_acts(timestamptz);
CREATE FUNCTION exchange_purge_acts(p_key text, p_since timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  gone integer;
BEGIN
  DELETE FROM public.exchange_act a USING public.exchange_request r
    WHERE r.id = a.request_id AND (
      a.key_id <> p_key OR r.sent_at < p_since OR r.status IN ('DRAFT', 'DISCARDED', 'REFUSED'));
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
REVOKE ALL ON FUNCTION exchange_purge_acts(text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange_purge_acts(text, timestamptz) TO iisa_app;
CREATE OR REPLACE FUNCTION exchange_keep_act({COLUMNS}) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM public.exchange_act WHERE request_id = p_request AND person = p_person;
{INSERTED}
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0010_sent_by_its_steps"),
        ("notices", "0015_fingerprints_are_not_taken_away"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
