"""The ledger is append-only at the database, and its chains are made there.

Places in the chains are given by a function only, which trusts no name of its caller. The
application may insert what happened, and neither number nor hash; the functions name every table
with its schema, and look for temporary ones last.
"""

from django.db import migrations

GIVEN = (
    "id, chain, at, actor_id, verb, subject_type, subject_id, before, after, purpose, case_id, "
    "denied, data, detail_digest, request_id"
)
SEAL = """
CREATE FUNCTION public.ledger_text(e public.ledger_event, p_seq bigint, p_prev text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT concat_ws('|', p_prev, e.chain, p_seq, e.id,
    to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), coalesce(e.actor_id::text, ''),
    e.verb, e.subject_type, coalesce(e.subject_id::text, ''), e.before, e.after, e.purpose,
    coalesce(e.case_id::text, ''), e.denied::text, e.data::text, e.detail_digest, e.request_id)
$$;

CREATE FUNCTION public.ledger_seal(p_chain text, p_ids uuid[], p_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  head public.ledger_chain%ROWTYPE;
  e public.ledger_event%ROWTYPE;
  digest text;
  sealed integer := 0;
BEGIN
  INSERT INTO public.ledger_chain (name, seq, hash) VALUES (p_chain, 0, repeat('0', 64))
    ON CONFLICT (name) DO NOTHING;
  SELECT * INTO head FROM public.ledger_chain WHERE name = p_chain FOR UPDATE;
  FOR e IN SELECT * FROM public.ledger_event WHERE chain = p_chain AND seq IS NULL
      AND (p_ids IS NULL OR id = ANY (p_ids)) ORDER BY id LIMIT p_most LOOP
    head.seq := head.seq + 1;
    digest := encode(sha256(convert_to(
      public.ledger_text(e, head.seq, head.hash), 'UTF8')), 'hex');
    UPDATE public.ledger_event SET seq = head.seq, prev_hash = head.hash, hash = digest
      WHERE id = e.id;
    head.hash := digest;
    sealed := sealed + 1;
  END LOOP;
  UPDATE public.ledger_chain SET seq = head.seq, hash = head.hash WHERE name = p_chain;
  RETURN sealed;
END $$;
REVOKE ALL ON FUNCTION public.ledger_seal(text, uuid[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.ledger_seal(text, uuid[], integer) TO iisa_app;
"""
STAYS = """
CREATE FUNCTION public.ledger_refuse() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.hash = '' AND OLD.seq IS NULL THEN
    IF (to_jsonb(NEW) - 'seq' - 'hash' - 'prev_hash') = (to_jsonb(OLD) - 'seq' - 'hash' - 'prev_hash') THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'The ledger is append-only.';
END $$;
CREATE TRIGGER ledger_event_stays BEFORE UPDATE OR DELETE ON public.ledger_event
  FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse();
CREATE TRIGGER ledger_event_is_not_emptied BEFORE TRUNCATE ON public.ledger_event
  FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

REVOKE UPDATE, DELETE, TRUNCATE ON public.ledger_event, public.ledger_eventdetail, public.ledger_attempt FROM iisa_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON public.ledger_chain FROM iisa_app;
REVOKE UPDATE, DELETE, TRUNCATE ON public.ledger_inboxmessage FROM iisa_app;
REVOKE DELETE, TRUNCATE ON public.ledger_message, public.ledger_delivery FROM iisa_app;
"""
RIGHTS = f"""
REVOKE INSERT ON public.ledger_event FROM iisa_app;
GRANT INSERT ({GIVEN}) ON public.ledger_event TO iisa_app;
"""
RIGHTS_BACK = f"""
REVOKE INSERT ({GIVEN}) ON public.ledger_event FROM iisa_app;
GRANT INSERT ON public.ledger_event TO iisa_app;
"""
SEAL_BACK = """
DROP FUNCTION public.ledger_seal(text, uuid[], integer);
DROP FUNCTION public.ledger_text(public.ledger_event, bigint, text);
"""
STAYS_BACK = """
DROP TRIGGER ledger_event_stays ON public.ledger_event;
DROP TRIGGER ledger_event_is_not_emptied ON public.ledger_event;
DROP FUNCTION public.ledger_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(SEAL, SEAL_BACK),
        migrations.RunSQL(STAYS, STAYS_BACK),
        migrations.RunSQL(RIGHTS, RIGHTS_BACK),
    ]
