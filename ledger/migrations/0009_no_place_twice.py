"""A place in a chain that the log holds is not given to another event, though its own be deleted.

The chain goes on behind it: the hole stays, and is told (`verify_ledger`, /readyz).
"""

from django.db import migrations

SEAL = """
CREATE OR REPLACE FUNCTION public.ledger_seal(p_chain text, p_ids uuid[], p_most integer)
RETURNS integer
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
  {behind}FOR e IN SELECT * FROM public.ledger_event WHERE chain = p_chain AND seq IS NULL
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
"""
BEHIND = """head.seq := greatest(head.seq, coalesce(
    (SELECT max(r.last_seq) FROM public.ledger_logrun r WHERE r.chain = p_chain), 0));
  """


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_salted_details")]
    operations = [
        migrations.RunSQL(SEAL.replace("{behind}", BEHIND), SEAL.replace("{behind}", "")),
    ]
