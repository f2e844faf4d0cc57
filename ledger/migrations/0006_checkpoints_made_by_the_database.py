"""A checkpoint says the root that the log has: the database makes it, and nobody else writes one.

Only its signature comes from outside. What was signed is read here and compared: size, root, time
and the root before; the signature itself is for whoever reads it to check.
"""

from django.db import migrations

ROOT = """
-- The root of the log's first p_size events (RFC 9162 §2.1): of the complete trees that it falls
-- into, from the largest to the smallest, the last two are joined until one is left.
CREATE FUNCTION public.ledger_log_root(p_size bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  tops bytea[] := '{}';
  nodes bytea[];
  leaves bytea[];
  digest bytea;
  done bigint := 0;
  first integer;
BEGIN
  IF p_size = 0 THEN
    RETURN encode(sha256(''), 'hex');
  END IF;
  IF p_size < 0 OR p_size > (SELECT size FROM public.ledger_logstate) THEN
    RAISE EXCEPTION 'The log has no such size.';
  END IF;
  FOR height IN REVERSE 62 .. 8 LOOP
    IF p_size & (1::bigint << height) <> 0 THEN
      SELECT hash INTO STRICT digest FROM public.ledger_lognode
        WHERE level = height AND index = done >> height;
      tops := tops || digest;
      done := done + (1::bigint << height);
    END IF;
  END LOOP;
  leaves := public.ledger_log_leaves(done, p_size);
  IF cardinality(leaves) <> p_size - done THEN
    RAISE EXCEPTION 'Events of the log are missing.';
  END IF;
  first := 1;
  FOR height IN REVERSE 7 .. 0 LOOP
    IF p_size & (1::bigint << height) <> 0 THEN
      nodes := leaves[first : first + (1 << height) - 1];
      WHILE cardinality(nodes) > 1 LOOP
        nodes := ARRAY(SELECT sha256('\\x01'::bytea || nodes[2 * i - 1] || nodes[2 * i])
          FROM generate_series(1, cardinality(nodes) / 2) i ORDER BY i);
      END LOOP;
      tops := tops || nodes[1];
      first := first + (1 << height);
    END IF;
  END LOOP;
  digest := tops[cardinality(tops)];
  FOR i IN REVERSE cardinality(tops) - 1 .. 1 LOOP
    digest := sha256('\\x01'::bytea || tops[i] || digest);
  END LOOP;
  RETURN encode(digest, 'hex');
END $$;
REVOKE ALL ON FUNCTION public.ledger_log_root(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.ledger_log_root(bigint) TO iisa_app;

-- The newest checkpoint that is one of this log: what was written there before counts for nothing.
CREATE FUNCTION public.ledger_checkpoint_before(OUT size bigint, OUT root text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  whole bigint := (SELECT s.size FROM public.ledger_logstate s);
  one record;
BEGIN
  FOR one IN SELECT c.size, c.root FROM public.ledger_checkpoint c ORDER BY c.id DESC LOOP
    IF one.size <= whole AND public.ledger_log_root(one.size) = one.root THEN
      size := one.size;
      root := one.root;
      RETURN;
    END IF;
  END LOOP;
  size := 0;
  root := repeat('0', 64);
END $$;
REVOKE ALL ON FUNCTION public.ledger_checkpoint_before() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.ledger_checkpoint_before() TO iisa_app;
"""
ROOT_BACK = """
DROP FUNCTION public.ledger_checkpoint_before();
DROP FUNCTION public.ledger_log_root(bigint);
"""
FOLLOWS = """
CREATE FUNCTION public.ledger_part_of_jws(p_jws text, p_part integer) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT convert_from(decode(rpad(part, (length(part) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb
  FROM (SELECT translate(split_part(p_jws, '.', p_part), '-_', '+/') AS part) AS one
$$;

CREATE OR REPLACE FUNCTION public.ledger_checkpoint_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  before record;
  said jsonb;
BEGIN
  SELECT * INTO before FROM public.ledger_checkpoint_before();
  said := public.ledger_part_of_jws(NEW.jws, 2);
  IF NEW.id <> coalesce((SELECT max(c.id) FROM public.ledger_checkpoint c), 0) + 1
      OR NEW.size < before.size OR NEW.previous <> before.root
      OR NEW.root <> public.ledger_log_root(NEW.size)
      OR said ->> 'root' IS DISTINCT FROM NEW.root
      OR said ->> 'previous' IS DISTINCT FROM NEW.previous
      OR (said ->> 'size')::bigint IS DISTINCT FROM NEW.size
      OR (said ->> 'time')::timestamptz IS DISTINCT FROM NEW.at
      OR said -> 'lost' IS DISTINCT FROM NEW.lost
      OR public.ledger_part_of_jws(NEW.jws, 1) ->> 'jti' IS DISTINCT FROM NEW.id::text
      OR NEW.jws !~ '^[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]{86}$'
      OR length(NEW.jws) > 4000
      OR NEW.at NOT BETWEEN clock_timestamp() - interval '10 minutes'
        AND clock_timestamp() + interval '1 minute' THEN
    RAISE EXCEPTION 'The checkpoint does not follow the last one.';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.ledger_checkpoint_add(
  p_size bigint, p_at timestamptz, p_lost jsonb, p_jws text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  number bigint := coalesce((SELECT max(c.id) FROM public.ledger_checkpoint c), 0) + 1;
BEGIN
  INSERT INTO public.ledger_checkpoint (id, size, root, previous, at, lost, jws)
    SELECT number, p_size, public.ledger_log_root(p_size), b.root, p_at, p_lost, p_jws
    FROM public.ledger_checkpoint_before() b;
  RETURN number;
END $$;
REVOKE ALL ON FUNCTION public.ledger_checkpoint_add(bigint, timestamptz, jsonb, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.ledger_checkpoint_add(bigint, timestamptz, jsonb, text)
  TO iisa_app;
REVOKE INSERT ON public.ledger_checkpoint FROM iisa_app;
"""
FOLLOWS_BACK = """
GRANT INSERT ON public.ledger_checkpoint TO iisa_app;
DROP FUNCTION public.ledger_checkpoint_add(bigint, timestamptz, jsonb, text);
CREATE OR REPLACE FUNCTION public.ledger_checkpoint_follows() RETURNS trigger
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
DROP FUNCTION public.ledger_part_of_jws(text, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_the_log_begins")]
    operations = [
        migrations.RunSQL(ROOT, ROOT_BACK),
        migrations.RunSQL(FOLLOWS, FOLLOWS_BACK),
    ]
