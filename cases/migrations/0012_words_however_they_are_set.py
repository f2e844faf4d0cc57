"""A name in words is known again when its letters are dotted, or its words are joined."""

from importlib import import_module

from django.db import migrations

from cases.migrations._functions import again

BEFORE = "0008_words_that_name_the_protected"
FOLDED = import_module("cases.migrations.0007_who_is_the_same_person").FOLDED
RIGHTS = """
REVOKE ALL ON FUNCTION cases_words_may_reach({0}) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_words_may_reach({0}) TO iisa_app;
"""
FORWARD = f"""
DROP FUNCTION cases_words_may_reach(text[], text, integer);
-- May this office read these words (in Latin letters; all letters in one; the text as it stands)?
CREATE FUNCTION cases_words_may_reach(
  p_words text[], p_letters text, p_text text, p_office integer)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH told AS MATERIALIZED (
    SELECT array_to_string(p_words, ' ') AS words, {FOLDED.format("p_text")} AS folded
  )
  SELECT NOT EXISTS (
    SELECT FROM public.central_offices_centraloffice there, told,
      public.central_offices_centraloffice own
      JOIN public.cases_subject s ON s.owner_office_id = own.id
      JOIN (SELECT DISTINCT subject_id FROM public.cases_protectedstatus) known
        ON known.subject_id = s.id
    WHERE there.number = p_office AND own.number = public.cases_acting_office()
      AND there.id <> own.id AND there.kind NOT IN ('SECRETARIAT', 'COMMISSION')
      AND (EXISTS (
        -- A normalised name is its words, and then their skeletons.
        SELECT FROM public.cases_namekey k, string_to_array(k.normalised, ' ') w,
          LATERAL (SELECT w[1:cardinality(w) / 2] AS name) n
        WHERE k.subject_id = s.id AND cardinality(w) >= 4 AND (
          NOT EXISTS (
            SELECT FROM unnest(n.name) one
            WHERE one <> ALL (p_words) AND (length(one) < 4 OR strpos(told.words, one) = 0))
          OR length(array_to_string(n.name, '')) >= 5 AND (
            strpos(p_letters, array_to_string(n.name, '')) > 0
            OR strpos(p_letters, array_to_string(n.name[2:] || n.name[1], '')) > 0
            OR strpos(p_letters, array_to_string(
              n.name[cardinality(n.name)] || n.name[:cardinality(n.name) - 1], '')) > 0))
      ) OR EXISTS (
        SELECT FROM public.cases_iddocument d
        WHERE d.subject_id = s.id AND length({FOLDED.format("d.number")}) >= 5
          AND strpos(told.folded, {FOLDED.format("d.number")}) > 0))
      AND EXISTS (
        SELECT FROM public.cases_fled_from(s.id) fled
        WHERE fled IS NOT NULL AND (fled = '{{}}' OR there.jurisdiction_id = ANY (fled))))
$$;
{RIGHTS.format("text[], text, text, integer")}
"""
BACK = f"""
DROP FUNCTION cases_words_may_reach(text[], text, text, integer);
{again(BEFORE, "cases_words_may_reach")}
{RIGHTS.format("text[], text, integer")}
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_acts_that_stand_at_a_claim")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
