"""Fingerprints of refused persons: a table that nobody reads but the functions made for it."""

from django.db import migrations

FORWARD = """
CREATE TABLE notices_fingerprint (
  refusal_id uuid NOT NULL REFERENCES notices_refusal (id) ON DELETE CASCADE,
  name smallint NOT NULL,
  digest bytea NOT NULL CHECK (octet_length(digest) = 16),
  kind text NOT NULL CHECK (kind IN ('D', 'B', 'Y')),
  words smallint NOT NULL,
  pair smallint NOT NULL,
  key_id text NOT NULL,
  PRIMARY KEY (refusal_id, name, digest)
);
CREATE INDEX notices_fingerprint_digest ON notices_fingerprint (digest);
REVOKE ALL ON notices_fingerprint FROM PUBLIC, iisa_app;

CREATE FUNCTION notices_match_fingerprint(
  p_key text, p_kinds text[], p_digests bytea[], p_names int[], p_words int[]
) RETURNS TABLE (refusal uuid, strong boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH hit AS (
    SELECT d.refusal_id, d.kind, d.name, q.name AS asked, d.pair, least(d.words, q.words) AS words
    FROM unnest(p_kinds, p_digests, p_names, p_words) AS q (kind, digest, name, words)
    JOIN public.notices_fingerprint d ON d.digest = q.digest AND d.kind = q.kind AND d.key_id = p_key
    JOIN public.notices_refusal r ON r.id = d.refusal_id
    WHERE r.status = 'KEPT' AND r.kept_until > now()
  ), fits AS (
    SELECT refusal_id, kind FROM hit GROUP BY refusal_id, kind, name, asked
    HAVING kind <> 'Y' OR count(DISTINCT pair) >= CASE WHEN min(words) >= 3 THEN 2 ELSE 1 END
  )
  SELECT refusal_id, bool_or(kind = 'D') FROM fits GROUP BY refusal_id
$$;

CREATE FUNCTION notices_keep_fingerprint(
  p_refusal uuid, p_key text, p_kinds text[], p_digests bytea[], p_names int[], p_words int[],
  p_pairs int[]
) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  made integer;
BEGIN
  DELETE FROM public.notices_fingerprint WHERE refusal_id = p_refusal;
  INSERT INTO public.notices_fingerprint (refusal_id, key_id, kind, digest, name, words, pair)
    SELECT p_refusal, p_key, q.kind, q.digest, q.name, q.words, q.pair
    FROM unnest(p_kinds, p_digests, p_names, p_words, p_pairs)
      AS q (kind, digest, name, words, pair)
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made;
END $$;

CREATE FUNCTION notices_forget_fingerprint(p_refusal uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM public.notices_fingerprint WHERE refusal_id = p_refusal
$$;

CREATE FUNCTION notices_purge_fingerprints(p_key text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  gone integer;
BEGIN
  DELETE FROM public.notices_fingerprint WHERE key_id <> p_key;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;

CREATE FUNCTION notices_lacking_fingerprint(p_key text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.id FROM public.notices_refusal r
  WHERE r.status = 'KEPT' AND NOT EXISTS (
    SELECT FROM public.notices_fingerprint d WHERE d.refusal_id = r.id AND d.key_id = p_key)
$$;
"""
BACK = """
DROP FUNCTION notices_lacking_fingerprint(text);
DROP FUNCTION notices_purge_fingerprints(text);
DROP FUNCTION notices_forget_fingerprint(uuid);
DROP FUNCTION notices_keep_fingerprint(uuid, text, text[], bytea[], int[], int[], int[]);
DROP FUNCTION notices_match_fingerprint(text, text[], bytea[], int[], int[]);
DROP TABLE notices_fingerprint;
"""
FUNCTIONS = """
notices_match_fingerprint(text, text[], bytea[], int[], int[]),
notices_keep_fingerprint(uuid, text, text[], bytea[], int[], int[], int[]),
notices_forget_fingerprint(uuid), notices_purge_fingerprints(text), notices_lacking_fingerprint(text)
"""
RIGHTS = f"""
REVOKE ALL ON FUNCTION {FUNCTIONS} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {FUNCTIONS} TO iisa_app;
REVOKE DELETE, TRUNCATE ON notices_refusal FROM iisa_app;
"""
RIGHTS_BACK = "GRANT DELETE, TRUNCATE ON notices_refusal TO iisa_app;"


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_public_only_if_all_says_so")]
    operations = [
        migrations.RunSQL(FORWARD, BACK),
        migrations.RunSQL(RIGHTS, RIGHTS_BACK),
    ]
