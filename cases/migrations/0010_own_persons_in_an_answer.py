"""Whoever answers is asked for its own protected persons, whom a request may be about.

It answers about records of the office that acts and about nobody else's, so that nothing can be
tried; each record that is for sure the same person as a protected one counts as that one.
"""

from importlib import import_module

from django.db import migrations

FOLDED = import_module("cases.migrations.0007_who_is_the_same_person").FOLDED
FORWARD = f"""
-- May this office (its number) be told anything of somebody with these numbers, and names with
-- their births? No: an own person of the office that acts fits, of whom it must not learn.
CREATE FUNCTION cases_own_may_reach(
  p_numbers text[], p_names text[], p_earliest date[], p_latest date[], p_office integer)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH acts AS MATERIALIZED (
    SELECT id FROM public.central_offices_centraloffice WHERE number = public.cases_acting_office()
  ), known AS MATERIALIZED (
    SELECT coalesce(array_agg(DISTINCT p.subject_id), '{{}}') AS ids
    FROM acts JOIN public.cases_subject s ON s.owner_office_id = acts.id
    JOIN public.cases_protectedstatus p ON p.subject_id = s.id
  ), kept AS MATERIALIZED (
    SELECT unnest(ids) AS id FROM known UNION
    SELECT s.id FROM acts, known, public.cases_same_for_sure(ids) same
    JOIN public.cases_subject s ON s.id = same WHERE s.owner_office_id = acts.id
  ), fits AS MATERIALIZED (
    SELECT id FROM kept WHERE EXISTS (
      SELECT FROM public.cases_iddocument d, unnest(p_numbers) asked
      WHERE d.subject_id = kept.id AND length({FOLDED.format("asked")}) >= 5
        AND {FOLDED.format("d.number")} = {FOLDED.format("asked")}
    ) OR EXISTS (
      SELECT FROM public.cases_namekey k,
        unnest(p_names, p_earliest, p_latest) asked (name, earliest, latest)
      WHERE k.subject_id = kept.id AND public.similarity(k.normalised, asked.name) >= 0.6
        AND coalesce(asked.earliest <= k.birth_latest + 366, true)
        AND coalesce(k.birth_earliest <= asked.latest + 366, true))
  )
  SELECT EXISTS (SELECT FROM acts) AND NOT EXISTS (
    SELECT FROM fits, public.cases_fled_from(fits.id) fled,
      public.central_offices_centraloffice there
    WHERE there.number = p_office AND there.id NOT IN (SELECT id FROM acts)
      AND there.kind NOT IN ('SECRETARIAT', 'COMMISSION')
      AND fled IS NOT NULL AND (fled = '{{}}' OR there.jurisdiction_id = ANY (fled)))
$$;
REVOKE ALL ON FUNCTION cases_own_may_reach(text[], text[], date[], date[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_own_may_reach(text[], text[], date[], date[], integer) TO iisa_app;
"""
BACK = "DROP FUNCTION cases_own_may_reach(text[], text[], date[], date[], integer);"


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_shares_and_persons_by_sql")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
