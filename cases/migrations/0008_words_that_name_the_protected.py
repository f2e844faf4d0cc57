"""Words and file names that go to an office are compared with the protected persons of whoever acts.

Whole names and numbers of documents; only the own office's persons, so that nobody tries names.
"""

from importlib import import_module

from django.db import migrations

FOLDED = import_module("cases.migrations.0007_who_is_the_same_person").FOLDED
FORWARD = f"""
-- May this office read these words (in Latin letters, and the text as it stands)?
CREATE FUNCTION cases_words_may_reach(p_words text[], p_text text, p_office integer)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT NOT EXISTS (
    SELECT FROM public.central_offices_centraloffice there,
      public.central_offices_centraloffice own
      JOIN public.cases_subject s ON s.owner_office_id = own.id
      JOIN (SELECT DISTINCT subject_id FROM public.cases_protectedstatus) known
        ON known.subject_id = s.id
    WHERE there.number = p_office AND own.number = public.cases_acting_office()
      AND there.id <> own.id AND there.kind NOT IN ('SECRETARIAT', 'COMMISSION')
      AND (EXISTS (
        -- A normalised name is its words, and then their skeletons.
        SELECT FROM public.cases_namekey k, string_to_array(k.normalised, ' ') w
        WHERE k.subject_id = s.id AND cardinality(w) >= 4
          AND w[1:cardinality(w) / 2] <@ p_words
      ) OR EXISTS (
        SELECT FROM public.cases_iddocument d
        WHERE d.subject_id = s.id AND length({FOLDED.format("d.number")}) >= 5
          AND strpos({FOLDED.format("p_text")}, {FOLDED.format("d.number")}) > 0))
      AND EXISTS (
        SELECT FROM public.cases_fled_from(s.id) fled
        WHERE fled IS NOT NULL AND (fled = '{{}}' OR there.jurisdiction_id = ANY (fled))))
$$;
REVOKE ALL ON FUNCTION cases_words_may_reach(text[], text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_words_may_reach(text[], text, integer) TO iisa_app;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_who_is_the_same_person")]
    operations = [
        migrations.RunSQL(FORWARD, "DROP FUNCTION cases_words_may_reach(text[], text, integer);")
    ]
