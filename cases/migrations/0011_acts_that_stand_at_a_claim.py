"""A claim looks back: which acts that stand are against the person, and before whom they come.

What binds comes before the Secretariat's reviewers and the Commission; a like name before the
Commission alone. Nobody else learns that anything was looked for.
"""

from django.db import migrations

FORWARD = """
-- Acts that stand, with their office and persons: about these persons, or of these offices.
CREATE FUNCTION cases_standing(p_persons uuid[], p_offices bigint[])
RETURNS TABLE (kind text, act uuid, owner bigint, persons uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT 'NOTICE', s.* FROM public.notices_standing(p_persons, p_offices) s;
  RETURN QUERY SELECT 'REQUEST', s.* FROM public.exchange_standing(p_persons, p_offices) s;
END $$;

-- Note for the Commission and the reviewers what stands against this person of the office that
-- acts; the caller learns nothing.
CREATE FUNCTION cases_look_back(p_subject uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine uuid[] := ARRAY(SELECT public.cases_records_of_one(p_subject));
  sure uuid[] := ARRAY(SELECT public.cases_same_for_sure(mine));
  feared bigint[] := ARRAY(SELECT id FROM public.central_offices_centraloffice
    WHERE jurisdiction_id = ANY (public.cases_fled_from(p_subject)));
BEGIN
  IF NOT EXISTS (
    SELECT FROM public.cases_subject s
    JOIN public.central_offices_centraloffice o ON o.id = s.owner_office_id
    WHERE s.id = p_subject AND o.number = public.cases_acting_office()) THEN
    RAISE EXCEPTION 'Only the office that keeps the record looks back.'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO public.cases_protectedact (kind, act, ground, office_id, subject_id, at)
  SELECT DISTINCT ON (s.act, hit.binds) s.kind, s.act,
    CASE WHEN hit.binds THEN 'PROTECTED' ELSE 'POSSIBLE' END, s.owner, hit.subject, now()
  FROM public.cases_standing(sure, feared) s, public.cases_hits(s.kind, s.act) hit
  WHERE hit.subject = ANY (mine) AND (s.persons && sure OR EXISTS (
    SELECT FROM public.cases_namekey a JOIN public.cases_namekey b
      ON public.similarity(a.normalised, b.normalised) >= 0.6
    WHERE a.subject_id = ANY (mine) AND b.subject_id = ANY (s.persons)))
  ON CONFLICT DO NOTHING;
END $$;

-- Acts against which something stands: what binds for the Secretariat, all for the Commission.
CREATE FUNCTION cases_acts_noted(p_kind text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT a.act FROM public.cases_protectedact a
  WHERE a.kind = p_kind AND (public.cases_commission_acts()
    OR a.ground = 'PROTECTED' AND EXISTS (
      SELECT FROM public.central_offices_centraloffice
      WHERE number = public.cases_acting_office() AND kind = 'SECRETARIAT'))
$$;
REVOKE ALL ON FUNCTION cases_standing(uuid[], bigint[]), cases_look_back(uuid),
  cases_acts_noted(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_look_back(uuid), cases_acts_noted(text) TO iisa_app;
"""
BACK = """
DROP FUNCTION cases_acts_noted(text);
DROP FUNCTION cases_look_back(uuid);
DROP FUNCTION cases_standing(uuid[], bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_own_persons_in_an_answer")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
