"""Fingerprints go with a refusal that ended, or with a key that the owner of the database retired.

The application adds digests and never replaces any; which key is in use stands in a table of the
owner, written when an installation is prepared (docs/decisions/0030).
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from central_offices.roles_in_sql import holds
from kernel.triggers import ends, refused_if, stays

FORWARD = """
CREATE TABLE notices_fingerprint_key (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), key_id text NOT NULL);
REVOKE ALL ON notices_fingerprint_key FROM PUBLIC, iisa_app;

CREATE OR REPLACE FUNCTION notices_keep_fingerprint(
  p_refusal uuid, p_key text, p_kinds text[], p_digests bytea[], p_names int[], p_words int[],
  p_pairs int[]
) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  made integer;
BEGIN
  INSERT INTO public.notices_fingerprint (refusal_id, key_id, kind, digest, name, words, pair)
    SELECT p_refusal, p_key, q.kind, q.digest, q.name, q.words, q.pair
    FROM unnest(p_kinds, p_digests, p_names, p_words, p_pairs)
      AS q (kind, digest, name, words, pair)
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made;
END $$;

CREATE OR REPLACE FUNCTION notices_forget_fingerprint(p_refusal uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM public.notices_fingerprint d USING public.notices_refusal r
    WHERE d.refusal_id = p_refusal AND r.id = p_refusal AND r.status = 'ENDED'
$$;

DROP FUNCTION notices_purge_fingerprints(text);
CREATE FUNCTION notices_purge_fingerprints() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  gone integer;
BEGIN
  DELETE FROM public.notices_fingerprint d USING public.notices_fingerprint_key k
    WHERE d.key_id <> k.key_id;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
REVOKE ALL ON FUNCTION notices_purge_fingerprints() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notices_purge_fingerprints() TO iisa_app;
"""
BACK = """
DROP FUNCTION notices_purge_fingerprints();
CREATE FUNCTION notices_purge_fingerprints(p_key text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  gone integer;
BEGIN
  DELETE FROM public.notices_fingerprint WHERE key_id <> p_key;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
REVOKE ALL ON FUNCTION notices_purge_fingerprints(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notices_purge_fingerprints(text) TO iisa_app;

CREATE OR REPLACE FUNCTION notices_forget_fingerprint(p_refusal uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM public.notices_fingerprint WHERE refusal_id = p_refusal
$$;

CREATE OR REPLACE FUNCTION notices_keep_fingerprint(
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
DROP TABLE notices_fingerprint_key;
"""
ENDED = f"""NEW.status = 'ENDED' AND NEW.kept_until > clock_timestamp()
  AND NOT {holds("NEW.ended_by_id", "'OVERSIGHT'", at="COMMISSION")}"""

BY_APPLICATION = "NOT kernel_by_the_owner('notices_refusal'::regclass::oid)"


class Migration(migrations.Migration):
    dependencies = [("notices", "0014_suspended_while_one_side_suspends")]
    operations = [
        migrations.AddField(
            model_name="refusal",
            name="ended_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="+", to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(FORWARD, BACK),
        refused_if("refusal_ended_by_the_commission", "notices_refusal", ["status"], ENDED,
                   "The Commission ends what is still to be kept."),
        ends("refusal_ended", "notices_refusal", ["ENDED"], "What was ended is not kept again."),
        stays("refusal_is_kept_as_long", "notices_refusal", ["kept_until"],
              "What is kept is never kept for a shorter time.",
              f"NEW.kept_until < OLD.kept_until AND {BY_APPLICATION}"),
        stays("refusal_stays_of_its_source", "notices_refusal", ["source", "source_id"],
              "A refusal stays with what was refused."),
    ]
