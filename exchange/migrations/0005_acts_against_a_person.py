"""What acts against a person is counted by fingerprint, and leaves no other way than its review."""

from django.db import migrations

FORWARD = """
CREATE TABLE exchange_act (
  request_id uuid NOT NULL REFERENCES exchange_request (id) ON DELETE CASCADE,
  person smallint NOT NULL,
  name smallint NOT NULL,
  digest bytea NOT NULL CHECK (octet_length(digest) = 16),
  kind text NOT NULL CHECK (kind IN ('D', 'B', 'Y')),
  words smallint NOT NULL,
  pair smallint NOT NULL,
  key_id text NOT NULL,
  PRIMARY KEY (request_id, person, name, digest)
);
CREATE INDEX exchange_act_digest ON exchange_act (digest);
REVOKE ALL ON exchange_act FROM PUBLIC, iisa_app;

CREATE FUNCTION exchange_keep_act(
  p_request uuid, p_person smallint, p_key text, p_kinds text[], p_digests bytea[], p_names int[],
  p_words int[], p_pairs int[]
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM public.exchange_act WHERE request_id = p_request AND person = p_person;
  INSERT INTO public.exchange_act (request_id, person, key_id, kind, digest, name, words, pair)
    SELECT p_request, p_person, p_key, q.kind, q.digest, q.name, q.words, q.pair
    FROM unnest(p_kinds, p_digests, p_names, p_words, p_pairs)
      AS q (kind, digest, name, words, pair)
    ON CONFLICT DO NOTHING;
$$;

-- The offices that have, or had, a request for this person since then. Who is met by name is also
-- met by the documents that stand beside that name: another spelling does not begin anew.
CREATE FUNCTION exchange_offices_asked(
  p_request uuid, p_since timestamptz, p_key text, p_kinds text[], p_digests bytea[],
  p_names int[], p_words int[]
) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH hit AS (
    SELECT a.request_id, a.person, a.kind, a.name, q.name AS asked, a.pair,
      least(a.words, q.words) AS words
    FROM unnest(p_kinds, p_digests, p_names, p_words) AS q (kind, digest, name, words)
    JOIN public.exchange_act a ON a.digest = q.digest AND a.kind = q.kind AND a.key_id = p_key
    WHERE a.request_id <> p_request
  ), met AS (
    SELECT DISTINCT request_id, person FROM hit GROUP BY request_id, person, kind, name, asked
    HAVING kind <> 'Y' OR count(DISTINCT pair) >= CASE WHEN min(words) >= 3 THEN 2 ELSE 1 END
  ), same AS (
    SELECT request_id FROM met
    UNION
    SELECT other.request_id FROM met
    JOIN public.exchange_act own
      ON own.request_id = met.request_id AND own.person = met.person AND own.kind = 'D'
    JOIN public.exchange_act other
      ON other.digest = own.digest AND other.kind = 'D' AND other.key_id = p_key
  )
  SELECT DISTINCT s.office_id FROM same
  JOIN public.exchange_request r ON r.id = same.request_id
  JOIN public.exchange_requestrecipient s ON s.request_id = r.id
  WHERE r.id <> p_request AND r.sent_at >= p_since AND s.status <> 'DRAFT'
    AND (s.status <> 'RECALLED' OR s.delivered_at IS NOT NULL)
$$;

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

CREATE FUNCTION exchange_lacking_acts(p_key text, p_since timestamptz) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.id FROM public.exchange_request r
  JOIN public.exchange_requesttype t ON t.id = r.type_id
  WHERE t.seeks <> '' AND r.sent_at >= p_since AND NOT EXISTS (
    SELECT FROM public.exchange_act a WHERE a.request_id = r.id AND a.key_id = p_key)
$$;
"""
BACK = """
DROP FUNCTION exchange_lacking_acts(text, timestamptz);
DROP FUNCTION exchange_purge_acts(text, timestamptz);
DROP FUNCTION exchange_offices_asked(uuid, timestamptz, text, text[], bytea[], int[], int[]);
DROP FUNCTION exchange_keep_act(uuid, smallint, text, text[], bytea[], int[], int[], int[]);
DROP TABLE exchange_act;
"""
FUNCTIONS = """
exchange_keep_act(uuid, smallint, text, text[], bytea[], int[], int[], int[]),
exchange_offices_asked(uuid, timestamptz, text, text[], bytea[], int[], int[]),
exchange_purge_acts(text, timestamptz), exchange_lacking_acts(text, timestamptz)
"""
RIGHTS = f"""
REVOKE ALL ON FUNCTION {FUNCTIONS} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {FUNCTIONS} TO iisa_app;
REVOKE DELETE, TRUNCATE ON exchange_requestreview FROM iisa_app;
"""
RIGHTS_BACK = "GRANT DELETE, TRUNCATE ON exchange_requestreview TO iisa_app;"

# What is under review, or was refused there, has left for no office; what passed was released.
GUARD = """
CREATE FUNCTION exchange_review_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  request public.exchange_request%ROWTYPE;
  review public.exchange_requestreview%ROWTYPE;
BEGIN
  IF TG_TABLE_NAME = 'exchange_request' THEN
    SELECT * INTO request FROM public.exchange_request WHERE id = NEW.id;
  ELSE
    SELECT * INTO request FROM public.exchange_request WHERE id = NEW.request_id;
  END IF;
  SELECT * INTO review FROM public.exchange_requestreview WHERE request_id = request.id;
  IF request.status IN ('UNDER_REVIEW', 'REFUSED') THEN
    IF review.id IS NULL
      OR request.status = 'UNDER_REVIEW' AND review.status NOT IN ('WAITING', 'PROPOSED')
      OR request.status = 'REFUSED' AND review.status <> 'REFUSED'
      OR EXISTS (SELECT FROM public.exchange_requestrecipient
        WHERE request_id = request.id AND status <> 'DRAFT')
    THEN
      RAISE EXCEPTION 'A request under review has left for no office.'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  ELSIF request.status = 'SENT' AND review.id IS NOT NULL AND NOT review.left_before
    AND review.status <> 'RELEASED'
  THEN
    RAISE EXCEPTION 'A request leaves its review by the step of a reviewer only.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF review.decided_by_id IN (request.created_by_id, request.submitted_by_id, request.approved_by_id)
    AND review.status IN ('RELEASED', 'REFUSED')
    OR review.first_reviewer_id IN
      (request.created_by_id, request.submitted_by_id, request.approved_by_id)
  THEN
    RAISE EXCEPTION 'Nobody reviews a request that he had a part in.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER request_review_holds AFTER UPDATE OF status ON exchange_request
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.status IN ('UNDER_REVIEW', 'REFUSED', 'SENT'))
  EXECUTE FUNCTION exchange_review_holds();
CREATE CONSTRAINT TRIGGER recipient_waits_for_review
  AFTER UPDATE OF status ON exchange_requestrecipient
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.status = 'DRAFT' AND NEW.status <> 'DRAFT')
  EXECUTE FUNCTION exchange_review_holds();
CREATE CONSTRAINT TRIGGER review_is_decided_as_it_says
  AFTER INSERT OR UPDATE ON exchange_requestreview
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION exchange_review_holds();

CREATE FUNCTION exchange_review_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status IN ('RELEASED', 'REFUSED', 'WITHDRAWN') OR NEW.request_id <> OLD.request_id
    OR NEW.due_at > OLD.due_at OR NEW.left_before <> OLD.left_before
  THEN
    RAISE EXCEPTION 'A decided review is never changed, and its clock never set on.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER request_review_stays BEFORE UPDATE ON exchange_requestreview
  FOR EACH ROW EXECUTE FUNCTION exchange_review_stays();
"""
GUARD_BACK = """
DROP TRIGGER request_review_stays ON exchange_requestreview;
DROP FUNCTION exchange_review_stays();
DROP TRIGGER review_is_decided_as_it_says ON exchange_requestreview;
DROP TRIGGER recipient_waits_for_review ON exchange_requestrecipient;
DROP TRIGGER request_review_holds ON exchange_request;
DROP FUNCTION exchange_review_holds();
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0004_persons_of_a_request")]
    operations = [
        migrations.RunSQL(FORWARD, BACK),
        migrations.RunSQL(RIGHTS, RIGHTS_BACK),
        migrations.RunSQL(GUARD, GUARD_BACK),
    ]
