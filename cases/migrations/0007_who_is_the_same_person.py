"""Records of one person protect each other, and what fits by name alone binds nobody.

An own record with the same document, or a like name and the same day of birth, counts as the
protected one at every exit. Against another office's act such a hit binds, where the act reaches a
country that is feared; a name with a birth that may fit binds once the Commission has confirmed
the status, and is put before it otherwise.
"""

from django.db import migrations, models

from cases.migrations._functions import again

FIRST, BEFORE = "0003_one_question_about_protection", "0006_territories_are_feared_with_their_states"

# As fingerprints fold numbers: without blanks and signs, letters that pass for digits as digits.
FOLDED = "translate(upper(regexp_replace({0}, '[^[:alnum:]]', '', 'g')), 'OIL', '011')"
INDEXES = f"""
CREATE INDEX cases_document_folded ON cases_iddocument (({FOLDED.format("number")}));
CREATE INDEX cases_name_of_a_day ON cases_namekey (birth_earliest)
  WHERE subject_id IS NOT NULL AND birth_earliest = birth_latest;
"""
SAME = f"""
-- Records of anybody that are the same person for sure, but for these.
CREATE FUNCTION cases_same_for_sure(p_subjects uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT b.subject_id FROM public.cases_iddocument a JOIN public.cases_iddocument b
    ON {FOLDED.format("a.number")} = {FOLDED.format("b.number")}
  WHERE a.subject_id = ANY (p_subjects) AND b.subject_id <> ALL (p_subjects)
    AND length({FOLDED.format("a.number")}) >= 5
  UNION
  SELECT b.subject_id FROM public.cases_namekey a JOIN public.cases_namekey b
    ON b.birth_earliest = a.birth_earliest AND b.birth_earliest = b.birth_latest
  WHERE a.subject_id = ANY (p_subjects) AND a.birth_earliest = a.birth_latest
    AND b.subject_id IS NOT NULL AND b.subject_id <> ALL (p_subjects)
    AND public.similarity(a.normalised, b.normalised) >= 0.6
$$;

-- The record, and the others of its office that are the same person for sure.
CREATE FUNCTION cases_records_of_one(p_subject uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p_subject UNION SELECT other.id
  FROM public.cases_same_for_sure(ARRAY[p_subject]) same
  JOIN public.cases_subject other ON other.id = same
  JOIN public.cases_subject own ON own.id = p_subject AND own.owner_office_id = other.owner_office_id
$$;

-- For the office that acts: the own records of one person, where any of them is protected.
CREATE FUNCTION cases_own_protected(p_subject uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT one FROM public.cases_records_of_one(p_subject) one
  JOIN public.cases_subject s ON s.id = one
  JOIN public.central_offices_centraloffice o ON o.id = s.owner_office_id
  WHERE o.number = public.cases_acting_office() AND public.cases_fled_from(one) IS NOT NULL
$$;
"""
FLED_FROM = """
-- The countries that a protected person fled from, perhaps none on record; NULL: not protected.
-- What stands in one record of the office counts for all that are the same person.
CREATE OR REPLACE FUNCTION cases_fled_from(p_subject uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH known AS MATERIALIZED (
    SELECT k.feared FROM public.cases_records_of_one(p_subject) one, public.cases_feared_of(one) k
    WHERE k.kind IN ('CLAIMED', 'CONFIRMED')
  )
  SELECT public.cases_countries_meant(ARRAY(SELECT unnest(feared) FROM known))
  WHERE EXISTS (SELECT FROM known)
$$;
"""
HITS = """
-- The offices that an act reaches, but for its owner; apps above know their own acts.
CREATE FUNCTION cases_reached(p_kind text, p_act uuid) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN CASE p_kind
    WHEN 'CASE' THEN ARRAY(SELECT o.id FROM public.cases_case c
      JOIN public.central_offices_centraloffice o ON o.number = ANY (c.seen_by) WHERE c.id = p_act)
    WHEN 'REQUEST' THEN public.exchange_reached(p_act)
    WHEN 'NOTICE' THEN public.notices_reached(p_act) END;
END $$;

-- Records of other offices, protected, that may be a person of this act, and whether that binds.
-- For sure the same: from any country that the act reaches. By a like name, and births that can be
-- one within a year or are not known: from the country of the office whose act it is.
CREATE FUNCTION cases_hits(p_kind text, p_act uuid, OUT subject uuid, OUT binds boolean)
RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH act AS MATERIALIZED (
    SELECT a.owner, a.persons, public.cases_reached(p_kind, p_act) AS reached
    FROM public.cases_act(p_kind, p_act) a
  ), sure AS MATERIALIZED (
    SELECT same FROM act, public.cases_same_for_sure(act.persons) same
  ), likely AS MATERIALIZED (
    SELECT DISTINCT b.subject_id AS same FROM act
    JOIN public.cases_namekey a ON a.subject_id = ANY (act.persons)
    CROSS JOIN (SELECT DISTINCT subject_id FROM public.cases_protectedstatus) known
    JOIN public.cases_namekey b ON b.subject_id = known.subject_id
    WHERE public.similarity(a.normalised, b.normalised) >= 0.6
      AND coalesce(a.birth_earliest <= b.birth_latest + 366, true)
      AND coalesce(b.birth_earliest <= a.birth_latest + 366, true)
  ), found AS (
    SELECT same, true AS is_sure FROM sure
    UNION ALL SELECT same, false FROM likely WHERE same NOT IN (SELECT same FROM sure)
  )
  SELECT s.id, found.is_sure OR known.kind = 'CONFIRMED'
  FROM act, found JOIN public.cases_subject s ON s.id = found.same,
    public.cases_feared_of(s.id) known
  WHERE known.kind IN ('CLAIMED', 'CONFIRMED')
    AND s.owner_office_id <> act.owner AND s.id <> ALL (act.persons) AND EXISTS (
      SELECT FROM public.central_offices_centraloffice o
      WHERE o.jurisdiction_id = ANY (public.cases_fled_from(s.id)) AND (o.id = act.owner
        OR found.is_sure AND o.id = ANY (act.reached) AND o.id <> s.owner_office_id))
$$;
DROP FUNCTION cases_protected_from(uuid[], bigint);
"""
ASKED = again(FIRST, "cases_may_reach").replace(
    "SELECT FROM public.cases_protected_from(act.persons, act.owner)",
    "SELECT FROM public.cases_hits(p_kind, p_act) WHERE binds",
)
NOTED = """
-- Note for the Commission what stands against an act, or may; the caller learns nothing.
CREATE OR REPLACE FUNCTION cases_note_submission(p_kind text, p_act uuid, p_refused boolean)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  act record;
  in_a_week integer;
BEGIN
  SELECT * INTO act FROM public.cases_act(p_kind, p_act);
  IF act.owner IS DISTINCT FROM (SELECT id FROM public.central_offices_centraloffice
    WHERE number = public.cases_acting_office()) AND NOT EXISTS (
    SELECT FROM public.central_offices_centraloffice
    WHERE number = public.cases_acting_office() AND kind = 'SECRETARIAT') AND NOT EXISTS (
    SELECT FROM public.central_offices_deputyoffice d
    JOIN public.central_offices_centraloffice o ON o.id = d.deputy_id
    WHERE o.number = public.cases_acting_office() AND d.office_id = act.owner
      AND d.status = 'AGREED') THEN
    RAISE EXCEPTION 'This office does not submit this act.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO public.cases_protectedact (kind, act, ground, office_id, subject_id, at)
  SELECT DISTINCT ON (binds) p_kind, p_act, CASE WHEN binds THEN 'PROTECTED' ELSE 'POSSIBLE' END,
    act.owner, subject, now() FROM public.cases_hits(p_kind, p_act)
    ON CONFLICT DO NOTHING;
  INSERT INTO public.cases_protectedact (kind, act, ground, office_id, subject_id, at)
  SELECT p_kind, p_act, 'REFUSED', act.owner, act.persons[1], now() WHERE p_refused
    ON CONFLICT DO NOTHING;
  SELECT count(DISTINCT (kind, a.act)) INTO in_a_week FROM public.cases_protectedact a
    WHERE a.office_id = act.owner AND a.ground <> 'POSSIBLE' AND a.at > now() - interval '7 days';
  IF in_a_week > 10 THEN
    UPDATE public.cases_commissionfinding SET acts = greatest(acts, in_a_week)
      WHERE office_id = act.owner AND at > now() - interval '7 days';
    IF NOT FOUND THEN
      INSERT INTO public.cases_commissionfinding (office_id, acts, at)
      VALUES (act.owner, in_a_week, now());
    END IF;
  END IF;
END $$;
"""
KEPT = """cases_same_for_sure(uuid[]), cases_records_of_one(uuid), cases_reached(text, uuid),
  cases_hits(text, uuid)"""
RIGHTS = f"""
REVOKE ALL ON FUNCTION cases_own_protected(uuid), {KEPT} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_own_protected(uuid) TO iisa_app;
"""
FORWARD = INDEXES + SAME + FLED_FROM + HITS + ASKED + NOTED + RIGHTS
BACK = f"""
{again(FIRST, "cases_protected_from", "cases_may_reach", "cases_note_submission")}
REVOKE ALL ON FUNCTION cases_protected_from(uuid[], bigint) FROM PUBLIC;
{again(BEFORE, "cases_fled_from")}
DROP FUNCTION cases_own_protected(uuid), {KEPT};
DROP INDEX cases_document_folded, cases_name_of_a_day;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_territories_are_feared_with_their_states")]
    operations = [
        migrations.AlterField(
            model_name="protectedact",
            name="ground",
            field=models.CharField(
                choices=[
                    ("PROTECTED", "Protected from the country that acts"),
                    ("POSSIBLE", "A like name, of somebody whose status is not confirmed"),
                    ("REFUSED", "Refused before"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
