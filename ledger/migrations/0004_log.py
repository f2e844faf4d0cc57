"""The log of all chains: its order, its tree, and checkpoints that are only ever added."""

from django.db import migrations

TREE = """
CREATE FUNCTION public.ledger_log_leaves(p_from bigint, p_to bigint) RETURNS bytea[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
  SELECT ARRAY(
    SELECT sha256('\\x00'::bytea || convert_to(e.chain || '|' || e.seq || '|' || e.hash, 'UTF8'))
    FROM public.ledger_logrun r JOIN public.ledger_event e ON e.chain = r.chain
      AND e.seq >= r.first_seq + greatest(p_from - r.start, 0)
      AND e.seq <= least(r.last_seq, r.first_seq + p_to - 1 - r.start)
    WHERE r.start < p_to
      AND r.start >= (SELECT max(b.start) FROM public.ledger_logrun b WHERE b.start <= p_from)
    ORDER BY r.start, e.seq)
$$;

-- The hashes over each 256 leaves, and what of the tree above is complete by them.
CREATE FUNCTION public.ledger_log_grow(p_before bigint, p_after bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  nodes bytea[];
  digest bytea;
  other bytea;
  place bigint;
  height integer;
BEGIN
  FOR block IN p_before / 256 .. p_after / 256 - 1 LOOP
    nodes := public.ledger_log_leaves(block * 256, block * 256 + 256);
    IF cardinality(nodes) <> 256 THEN
      RAISE EXCEPTION 'Events of the log are missing.';
    END IF;
    WHILE cardinality(nodes) > 1 LOOP
      nodes := ARRAY(SELECT sha256('\\x01'::bytea || nodes[2 * i - 1] || nodes[2 * i])
        FROM generate_series(1, cardinality(nodes) / 2) i ORDER BY i);
    END LOOP;
    digest := nodes[1];
    place := block;
    height := 8;
    INSERT INTO public.ledger_lognode (level, index, hash) VALUES (height, place, digest);
    WHILE place % 2 = 1 LOOP
      SELECT hash INTO STRICT other FROM public.ledger_lognode
        WHERE level = height AND index = place - 1;
      digest := sha256('\\x01'::bytea || other || digest);
      place := place / 2;
      height := height + 1;
      INSERT INTO public.ledger_lognode (level, index, hash) VALUES (height, place, digest);
    END LOOP;
  END LOOP;
END $$;

-- Takes what was sealed since into the log, p_most events at most; waits for no writer.
CREATE FUNCTION public.ledger_log_append(p_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  before bigint;
  taken integer := 0;
  head record;
  upto bigint;
BEGIN
  SELECT size INTO STRICT before FROM public.ledger_logstate FOR UPDATE;
  FOR head IN SELECT c.name, c.seq, coalesce(
      (SELECT max(r.last_seq) FROM public.ledger_logrun r WHERE r.chain = c.name), 0) AS logged
      FROM public.ledger_chain c ORDER BY c.name LOOP
    CONTINUE WHEN head.seq <= head.logged;
    EXIT WHEN taken >= p_most;
    upto := least(head.seq, head.logged + p_most - taken);
    INSERT INTO public.ledger_logrun (start, chain, first_seq, last_seq)
      VALUES (before + taken, head.name, head.logged + 1, upto);
    taken := taken + upto - head.logged;
  END LOOP;
  PERFORM public.ledger_log_grow(before, before + taken);
  UPDATE public.ledger_logstate SET size = before + taken;
  RETURN taken;
END $$;
REVOKE ALL ON FUNCTION public.ledger_log_grow(bigint, bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_log_append(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.ledger_log_append(integer) TO iisa_app;
"""
KEPT = """
CREATE FUNCTION public.ledger_stays() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'Checkpoints are only ever added.';
END $$;
CREATE TRIGGER ledger_checkpoint_stays BEFORE UPDATE OR DELETE ON public.ledger_checkpoint
  FOR EACH ROW EXECUTE FUNCTION public.ledger_stays();
CREATE TRIGGER ledger_checkpoint_is_not_emptied BEFORE TRUNCATE ON public.ledger_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_stays();

CREATE FUNCTION public.ledger_checkpoint_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last_id bigint;
  last_size bigint;
  last_root text;
  whole bigint;
BEGIN
  SELECT id, size, root INTO last_id, last_size, last_root
    FROM public.ledger_checkpoint ORDER BY id DESC LIMIT 1;
  IF NOT FOUND THEN
    last_id := 0;
    last_size := 0;
    last_root := repeat('0', 64);
  END IF;
  SELECT size INTO STRICT whole FROM public.ledger_logstate;
  IF NEW.id <> last_id + 1 OR NEW.previous <> last_root OR NEW.size NOT BETWEEN last_size AND whole
      OR (last_id > 0 AND NEW.size = last_size AND NEW.root <> last_root) THEN
    RAISE EXCEPTION 'The checkpoint does not follow the last one.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_checkpoint_follows BEFORE INSERT ON public.ledger_checkpoint
  FOR EACH ROW EXECUTE FUNCTION public.ledger_checkpoint_follows();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON public.ledger_logstate, public.ledger_logrun,
  public.ledger_lognode FROM iisa_app;
REVOKE UPDATE, DELETE, TRUNCATE ON public.ledger_checkpoint FROM iisa_app;
"""
KEPT_BACK = """
DROP TRIGGER ledger_checkpoint_follows ON public.ledger_checkpoint;
DROP TRIGGER ledger_checkpoint_is_not_emptied ON public.ledger_checkpoint;
DROP TRIGGER ledger_checkpoint_stays ON public.ledger_checkpoint;
DROP FUNCTION public.ledger_checkpoint_follows();
DROP FUNCTION public.ledger_stays();
"""
TREE_BACK = """
DROP FUNCTION public.ledger_log_append(integer);
DROP FUNCTION public.ledger_log_grow(bigint, bigint);
DROP FUNCTION public.ledger_log_leaves(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_arrival")]
    operations = [
        migrations.RunSQL(TREE, TREE_BACK),
        migrations.RunSQL(KEPT, KEPT_BACK),
    ]
