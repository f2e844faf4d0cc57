"""The ledger is append-only at the database, and its chains are made there."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION ledger_text(e ledger_event, p_seq bigint, p_prev text) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT concat_ws('|', p_prev, e.chain, p_seq, e.id,
    to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), coalesce(e.actor_id::text, ''),
    e.verb, e.subject_type, coalesce(e.subject_id::text, ''), e.before, e.after, e.purpose,
    coalesce(e.case_id::text, ''), e.denied::text, e.data::text, e.detail_digest, e.request_id)
$$;

CREATE FUNCTION ledger_seal(p_chain text, p_ids uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  head ledger_chain%ROWTYPE;
  e ledger_event%ROWTYPE;
  digest text;
  sealed integer := 0;
BEGIN
  INSERT INTO ledger_chain (name, seq, hash) VALUES (p_chain, 0, repeat('0', 64))
    ON CONFLICT (name) DO NOTHING;
  SELECT * INTO head FROM ledger_chain WHERE name = p_chain FOR UPDATE;
  FOR e IN SELECT * FROM ledger_event WHERE chain = p_chain AND seq IS NULL
      AND (p_ids IS NULL OR id = ANY (p_ids)) ORDER BY id LOOP
    head.seq := head.seq + 1;
    digest := encode(sha256(convert_to(ledger_text(e, head.seq, head.hash), 'UTF8')), 'hex');
    UPDATE ledger_event SET seq = head.seq, prev_hash = head.hash, hash = digest WHERE id = e.id;
    head.hash := digest;
    sealed := sealed + 1;
  END LOOP;
  UPDATE ledger_chain SET seq = head.seq, hash = head.hash WHERE name = p_chain;
  RETURN sealed;
END $$;
REVOKE ALL ON FUNCTION ledger_seal(text, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_seal(text, uuid[]) TO iisa_app;

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.hash = '' AND OLD.seq IS NULL THEN
    IF (to_jsonb(NEW) - 'seq' - 'hash' - 'prev_hash') = (to_jsonb(OLD) - 'seq' - 'hash' - 'prev_hash') THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'The ledger is append-only.';
END $$;
CREATE TRIGGER ledger_event_stays BEFORE UPDATE OR DELETE ON ledger_event
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_event_is_not_emptied BEFORE TRUNCATE ON ledger_event
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

REVOKE UPDATE, DELETE, TRUNCATE ON ledger_event, ledger_eventdetail, ledger_attempt FROM iisa_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger_chain FROM iisa_app;
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_inboxmessage FROM iisa_app;
REVOKE DELETE, TRUNCATE ON ledger_message, ledger_delivery FROM iisa_app;
"""
BACK = """
DROP TRIGGER ledger_event_stays ON ledger_event;
DROP TRIGGER ledger_event_is_not_emptied ON ledger_event;
DROP FUNCTION ledger_refuse();
DROP FUNCTION ledger_seal(text, uuid[]);
DROP FUNCTION ledger_text(ledger_event, bigint, text);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
