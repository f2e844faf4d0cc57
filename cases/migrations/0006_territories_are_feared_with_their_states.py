"""Whoever fled a territory is told neither to it nor to the states whose offices speak for it."""

from django.db import migrations

from cases.migrations._functions import again

BEFORE = "0005_countries_feared_are_kept"
FORWARD = """
-- The countries whose offices are meant by these: themselves, the successors of dissolved states,
-- whoever speaks for a territory, and offices of territories that one of them speaks for. Better
-- one office too many left out.
CREATE FUNCTION cases_countries_meant(p_codes text[]) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH plain AS (
    SELECT one FROM public.central_offices_jurisdiction j,
      unnest(j.code::text || j.successors::text[]) one WHERE j.code = ANY (p_codes)
  ), states AS (
    SELECT one FROM plain UNION
    SELECT speaks FROM plain JOIN public.central_offices_jurisdiction j ON j.code = one,
      unnest(j.spoken_for_by::text[]) speaks
  )
  SELECT ARRAY(
    SELECT one FROM states UNION
    SELECT j.code::text FROM public.central_offices_jurisdiction j
      JOIN public.central_offices_centraloffice o ON o.jurisdiction_id = j.code
      WHERE j.kind = 'TERRITORY' AND EXISTS (
        SELECT FROM states WHERE one = ANY (j.spoken_for_by::text[]))
    ORDER BY 1)
$$;
REVOKE ALL ON FUNCTION cases_countries_meant(text[]) FROM PUBLIC;

-- The countries that a protected person fled from, perhaps none on record; NULL: not protected.
CREATE OR REPLACE FUNCTION cases_fled_from(p_subject uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN known.kind IN ('CLAIMED', 'CONFIRMED')
    THEN public.cases_countries_meant(known.feared) END
  FROM public.cases_feared_of(p_subject) known WHERE known.kind IS NOT NULL
$$;
"""
BACK = again(BEFORE, "cases_fled_from") + "DROP FUNCTION cases_countries_meant(text[]);"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_who_set_what_it_says"),
        ("central_offices", "0012_territories_are_spoken_for"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
