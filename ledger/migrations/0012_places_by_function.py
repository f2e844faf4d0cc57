"""Places in the chains are given by a function only, which trusts no name of its caller.

The application may insert what happened, and neither number nor hash; the functions name every
table with its schema, and look for temporary ones last.
"""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("ledger.migrations.0002_append_only").FORWARD
GIVEN = (
    "id, chain, at, actor_id, verb, subject_type, subject_id, before, after, purpose, case_id, "
    "denied, data, detail_digest, request_id"
)
RIGHTS = f"""
REVOKE INSERT ON public.ledger_event FROM iisa_app;
GRANT INSERT ({GIVEN}) ON public.ledger_event TO iisa_app;
"""
RIGHTS_BACK = f"""
REVOKE INSERT ({GIVEN}) ON public.ledger_event FROM iisa_app;
GRANT INSERT ON public.ledger_event TO iisa_app;
"""
SEAL = """
DROP FUNCTION public.ledger_seal(text, uuid[]);
ALTER FUNCTION public.ledger_text(public.ledger_event, bigint, text)
  SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION public.ledger_refuse() SET search_path = pg_catalog, pg_temp;

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
SEAL_BACK = f"""
DROP FUNCTION public.ledger_seal(text, uuid[], integer);
ALTER FUNCTION public.ledger_text(public.ledger_event, bigint, text) RESET search_path;
ALTER FUNCTION public.ledger_refuse() RESET search_path;
{BEFORE[BEFORE.index("CREATE FUNCTION ledger_seal") : BEFORE.index("CREATE FUNCTION ledger_refuse")]}
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0011_webhook_calls")]
    operations = [
        migrations.AlterField(
            model_name="event",
            name="hash",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AlterField(
            model_name="event",
            name="prev_hash",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.RunSQL(RIGHTS, RIGHTS_BACK),
        migrations.RunSQL(SEAL, SEAL_BACK),
    ]
