"""A step is written with its place in the chain: no row is written first and changed then."""

from django.db import migrations

# As ledger_seal: what the database gives (at, seq and the digests) is taken from no caller.
FORWARD = """
CREATE FUNCTION public.ledger_write_steps(p_chain text, p_events jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  head public.ledger_chain%ROWTYPE;
  e public.ledger_event%ROWTYPE;
BEGIN
  SELECT * INTO head FROM public.ledger_chain WHERE name = p_chain FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO public.ledger_chain (name, seq, hash) VALUES (p_chain, 0, repeat('0', 64))
      ON CONFLICT (name) DO NOTHING;
    SELECT * INTO head FROM public.ledger_chain WHERE name = p_chain FOR UPDATE;
  END IF;
  head.seq := greatest(head.seq, coalesce(
    (SELECT max(r.last_seq) FROM public.ledger_logrun r WHERE r.chain = p_chain), 0));
  FOR e IN SELECT * FROM jsonb_populate_recordset(NULL::public.ledger_event, p_events)
      ORDER BY id LOOP
    head.seq := head.seq + 1;
    e.chain := p_chain;
    e.at := clock_timestamp();
    e.seq := head.seq;
    e.prev_hash := head.hash;
    e.hash := encode(sha256(convert_to(
      public.ledger_text(e, head.seq, head.hash), 'UTF8')), 'hex');
    INSERT INTO public.ledger_event SELECT e.*;
    head.hash := e.hash;
  END LOOP;
  UPDATE public.ledger_chain SET seq = head.seq, hash = head.hash WHERE name = p_chain;
END $$;
REVOKE ALL ON FUNCTION public.ledger_write_steps(text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.ledger_write_steps(text, jsonb) TO iisa_app;
"""
BACK = "DROP FUNCTION public.ledger_write_steps(text, jsonb)"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0009_no_place_twice")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
