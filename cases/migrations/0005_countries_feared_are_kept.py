"""The countries that are feared are written into the status, and only a second look opens them.

What is on record when something is entered is kept with it: a record that changes afterwards adds
countries and takes none away. The database writes that itself, and the time; what opens a person
(a denial, a revocation, a country that is spared) counts with a second member of the Commission.
"""

from django.db import migrations

from cases.migrations._functions import again

BEFORE = "0003_one_question_about_protection"
# Whether a row of cases_protectedstatus `p` counts: what opens, once a second member confirmed it.
COUNTS = "(p.confirms_id IS NOT NULL OR p.kind IN ('CLAIMED', 'CONFIRMED') AND p.spared = '{}')"

ON_RECORD = """
-- The countries on record that may be feared: each nationality, former ones too, and each country
-- of birth (Refugee Convention 1951 art. 1A(2)). What was acquired counts before anything is
-- entered: afterwards it may be what protects.
CREATE FUNCTION cases_countries_on_record(p_subject uuid, p_acquired boolean) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT ARRAY(
    SELECT j.code::text FROM public.central_offices_jurisdiction j
    WHERE j.kind <> 'SPECIAL' AND j.code IN (
      SELECT jurisdiction_id FROM public.cases_nationality
        WHERE subject_id = p_subject AND (p_acquired OR status <> 'ACQUIRED')
      UNION SELECT birth_country_id FROM public.cases_identity WHERE subject_id = p_subject)
    ORDER BY 1)
$$;

CREATE FUNCTION cases_without(p_these text[], p_those text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT ARRAY(SELECT DISTINCT one FROM unnest(p_these) one WHERE one <> ALL (p_those) ORDER BY 1)
$$;

-- What stands in the latest row that counts, beside what came on record since.
CREATE FUNCTION cases_feared_of(p_subject uuid, OUT kind text, OUT feared text[],
  OUT considered text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT latest.kind, latest.feared || public.cases_without(now_there, latest.considered),
    latest.considered || now_there
  FROM (
    SELECT p.subject_id, p.kind::text, p.feared::text[], p.considered::text[]
    FROM public.cases_protectedstatus p WHERE p.subject_id = p_subject AND COUNTS
    ORDER BY p.entered_at DESC, p.id DESC LIMIT 1) latest,
    -- Asked with the row's own id, so that it is asked of nobody without such a row: nearly all.
    public.cases_countries_on_record(latest.subject_id, false) now_there
$$;
"""

FLED_FROM = """
-- The countries that a protected person fled from, perhaps none on record; NULL: not protected.
-- With the successors of dissolved states: better one office too many left out.
CREATE OR REPLACE FUNCTION cases_fled_from(p_subject uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN known.kind IN ('CLAIMED', 'CONFIRMED') THEN ARRAY(
    SELECT DISTINCT one FROM public.central_offices_jurisdiction j,
      unnest(j.code::text || j.successors::text[]) one
    WHERE j.code = ANY (known.feared) ORDER BY one
  ) END
  FROM public.cases_feared_of(p_subject) known WHERE known.kind IS NOT NULL
$$;
"""

ENTERED = """
CREATE OR REPLACE FUNCTION cases_status_is_entered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  whose integer;
  known record;
  there text[];
BEGIN
  IF NEW.kind <> 'CLAIMED' THEN
    SELECT number INTO whose FROM public.central_offices_centraloffice WHERE kind = 'COMMISSION';
  ELSIF NEW.subject_id IS NOT NULL THEN
    SELECT c.number INTO whose FROM public.cases_subject s
      JOIN public.central_offices_centraloffice c ON c.id = s.owner_office_id
      WHERE s.id = NEW.subject_id;
  ELSE
    SELECT number INTO whose FROM public.central_offices_centraloffice WHERE kind = 'SECRETARIAT';
  END IF;
  IF whose IS DISTINCT FROM public.cases_acting_office() OR whose IS DISTINCT FROM (
    SELECT c.number FROM public.central_offices_officer o
    JOIN public.central_offices_centraloffice c ON c.id = o.office_id
    WHERE o.id = NEW.entered_by_id) THEN
    RAISE EXCEPTION 'This office does not enter this status.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.kind = 'CLAIMED' AND NEW.spared <> '{}' THEN
    RAISE EXCEPTION 'Only the Commission spares a country.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- One after the other for each person, so that the later one knows of the earlier one.
  PERFORM pg_advisory_xact_lock(hashtextextended(coalesce(NEW.subject_id, NEW.notice)::text, 21));
  IF NEW.confirms_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM public.cases_protectedstatus p
    WHERE p.id = NEW.confirms_id AND p.confirms_id IS NULL AND NOT COUNTS
      AND p.subject_id IS NOT DISTINCT FROM NEW.subject_id
      AND p.notice IS NOT DISTINCT FROM NEW.notice
      AND p.kind = NEW.kind AND p.spared = NEW.spared AND p.entered_by_id <> NEW.entered_by_id
      AND NOT EXISTS (SELECT FROM public.cases_protectedstatus other
        WHERE coalesce(other.subject_id, other.notice) = coalesce(p.subject_id, p.notice)
          AND other.entered_at > p.entered_at)) THEN
    RAISE EXCEPTION 'A second member confirms what stands, and nothing else.'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.entered_at := clock_timestamp();
  SELECT kind, feared, considered INTO known FROM public.cases_feared_of(NEW.subject_id);
  IF known.kind IS NULL THEN
    there := public.cases_countries_on_record(NEW.subject_id, true);
    known.feared := there;
    known.considered := there;
  END IF;
  there := ARRAY(SELECT code::text FROM public.central_offices_jurisdiction
    WHERE code = NEW.fled_from_id AND central_offices_jurisdiction.kind <> 'SPECIAL');
  NEW.feared := public.cases_without(known.feared || there, NEW.spared::text[]);
  NEW.considered := public.cases_without(known.considered || there || NEW.spared::text[], '{}');
  RETURN NEW;
END $$;
"""

NOW_ON_RECORD = """
UPDATE cases_protectedstatus p SET feared = there.codes, considered = there.codes
FROM (SELECT id, public.cases_without(
    public.cases_countries_on_record(subject_id, true) || array_remove(ARRAY(
      SELECT q.fled_from_id::text FROM cases_protectedstatus q
      JOIN central_offices_jurisdiction j ON j.code = q.fled_from_id AND j.kind <> 'SPECIAL'
      WHERE q.subject_id = s.subject_id), NULL), '{}') AS codes
  FROM cases_protectedstatus s WHERE subject_id IS NOT NULL) there WHERE there.id = p.id;
"""

# What the office that acts has entered, with what is feared by now.
STATUS_ENTERED = """
DROP FUNCTION cases_status_entered(uuid);
CREATE FUNCTION cases_status_entered(p_subject uuid) RETURNS TABLE (
  id uuid, fled_from text, source text, since date, entered_at timestamptz, entered_by text,
  feared text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.id, p.fled_from_id::text, p.source::text, p.since, p.entered_at, o.name::text,
    p.feared::text[]
  FROM public.cases_protectedstatus p
  JOIN public.cases_subject s ON s.id = p.subject_id
  JOIN public.central_offices_officer o ON o.id = p.entered_by_id
  JOIN public.central_offices_centraloffice c ON c.id = s.owner_office_id AND c.id = o.office_id
  WHERE p.subject_id = p_subject AND c.number = public.cases_acting_office()
  ORDER BY p.entered_at DESC, p.id DESC
$$;
"""

# For the Commission: what counts of every person, what waits for a second member, who is feared.
STATUSES = """
DROP FUNCTION cases_statuses();
CREATE FUNCTION cases_statuses() RETURNS TABLE (
  id uuid, subject uuid, notice uuid, name text, born text, office text, kind text, fled_from text,
  feared text[], granted_by bytea, source text, since date, until date, entered_at timestamptz,
  entered_by text, proposal uuid, proposed_kind text, spared text[], proposed_source text,
  proposed_by text, proposed_by_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT * FROM (
    SELECT DISTINCT ON (coalesce(p.subject_id, p.notice)) p.id, p.subject_id, p.notice,
      i.as_written::text, i.birth_text::text, c.code::text, p.kind::text, p.fled_from_id::text,
      coalesce(public.cases_fled_from(p.subject_id), '{}'), p.granted_by, p.source::text,
      p.since, p.until, p.entered_at, o.name::text, waits.*
    FROM public.cases_protectedstatus p
    JOIN public.central_offices_officer o ON o.id = p.entered_by_id
    LEFT JOIN public.cases_subject s ON s.id = p.subject_id
    LEFT JOIN public.central_offices_centraloffice c ON c.id = s.owner_office_id
    LEFT JOIN LATERAL (SELECT as_written, birth_text FROM public.cases_identity
      WHERE subject_id = p.subject_id ORDER BY rank, id LIMIT 1) i ON true
    LEFT JOIN LATERAL (
      SELECT q.id AS proposal, q.kind::text AS proposed_kind, q.spared::text[],
        q.source::text AS proposed_source, who.name::text AS proposed_by,
        q.entered_by_id::bigint AS proposed_by_id
      FROM public.cases_protectedstatus q
      JOIN public.central_offices_officer who ON who.id = q.entered_by_id
      WHERE coalesce(q.subject_id, q.notice) = coalesce(p.subject_id, p.notice)
        AND q.entered_at > p.entered_at
      ORDER BY q.entered_at DESC, q.id DESC LIMIT 1) waits ON true
    WHERE public.cases_commission_acts() AND COUNTS
    ORDER BY coalesce(p.subject_id, p.notice), p.entered_at DESC, p.id DESC
  ) latest ORDER BY entered_at DESC, id DESC
$$;
"""
CALLED = "cases_statuses(), cases_status_entered(uuid)"
RIGHTS = f"""
REVOKE ALL ON FUNCTION {CALLED} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {CALLED} TO iisa_app;
"""
KEPT = """cases_countries_on_record(uuid, boolean), cases_without(text[], text[]),
  cases_feared_of(uuid)"""
FORWARD = ON_RECORD + FLED_FROM + ENTERED + NOW_ON_RECORD + STATUS_ENTERED + STATUSES + RIGHTS
FORWARD = FORWARD.replace("COUNTS", COUNTS) + f"REVOKE ALL ON FUNCTION {KEPT} FROM PUBLIC;"
BACK = f"""
DROP FUNCTION {CALLED};
{again(BEFORE, "cases_fled_from", "cases_status_is_entered")}
{again(BEFORE, "cases_statuses", "cases_status_entered")}
{RIGHTS}
DROP FUNCTION {KEPT};
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_feared_countries_stay")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
