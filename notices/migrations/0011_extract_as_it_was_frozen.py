"""A public extract says what the frozen version says, of what its office chose, and nothing else."""

from django.db import migrations

from kernel.triggers import never_changes

# Each field that an extract may have: the choice that it stands under, and where in the version.
SOURCES = """
  ('name', 'NAMES', '{subject,identities}'), ('forename', 'NAMES', '{subject,identities}'),
  ('name_in_original_script', 'NAMES', '{subject,identities}'),
  ('date_of_birth', 'BORN', '{subject,identities}'), ('sex_id', 'SEX', '{subject,sex_id}'),
  ('nationalities', 'NATIONALITY', '{subject,nationalities}'),
  ('place_of_birth', 'PLACE_OF_BIRTH', '{subject,identities}'),
  ('country_of_birth_id', 'PLACE_OF_BIRTH', '{subject,identities}'),
  ('languages_spoken_ids', 'LANGUAGES', '{subject,languages_spoken_ids}'),
  ('distinguishing_marks', 'MARKS', '{subject,distinguishing_marks}'),
  ('eyes_colors_id', 'MARKS', '{subject,eyes_colors_id}'),
  ('hairs_id', 'MARKS', '{subject,hairs_id}'),
  ('height', 'MARKS', '{subject,height_cm}'), ('weight', 'MARKS', '{subject,weight_kg}'),
  ('charge', 'CHARGE', '{proceeding,charges}'),
  ('charge_translation', 'CHARGE', '{proceeding,charges}'),
  ('issuing_country_id', 'WARRANT_COUNTRY', '{proceeding,jurisdiction}'),
  ('issuing_country_id', 'UN', '{subject,documents}'), ('type', 'UN', '{subject,documents}'),
  ('nr', 'UN', '{subject,documents}'), ('issued_on', 'UN', '{subject,documents}'),
  ('expiry_date', 'UN', '{subject,documents}'), ('quality', 'UN', '{subject,identities}'),
  ('other_dates_of_birth', 'UN', '{subject,identities}'), ('un_reference', 'UN', '{listing}'),
  ('un_reference_date', 'UN', '{listing}'), ('un_resolution', 'UN', '{listing}'),
  ('summary', 'UN', '{listing,remarks}'), ('profession', 'UN', '{subject,designations}'),
  ('adresses', 'UN', '{subject,addresses}')
"""
FORWARD = f"""
-- Whether a word of an extract stands in this part of the version: as it is, as the two letters of
-- a country, as the beginning of a day, in centimetres, or joined with the others of its list.
CREATE FUNCTION notices_stands_in(p_word text, p_part jsonb) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH said AS (
    SELECT DISTINCT w #>> '{{}}' AS word FROM jsonb_path_query(p_part, 'strict $.**') w
    WHERE jsonb_typeof(w) IN ('string', 'number')
  )
  SELECT EXISTS (
    SELECT FROM said WHERE word = p_word
      OR p_word ~ '^[0-9]{{4}}(/[0-9]{{2}}){{0,2}}$'
        AND starts_with(word, regexp_replace(replace(p_word, '/', '-'), '(-00)+$', ''))
      OR p_word ~ '^[0-9.]+$' AND word ~ '^[0-9]+$' AND p_word::numeric * 100 = word::numeric
      OR word IN (
        SELECT code FROM public.central_offices_jurisdiction j WHERE j.alpha2 = p_word AND p_word <> ''))
    OR jsonb_typeof(p_part) = 'array' AND p_word = (
      SELECT string_agg(t.word, '; ' ORDER BY t.place)
      FROM jsonb_array_elements_text(p_part) WITH ORDINALITY AS t (word, place))
$$;
REVOKE ALL ON FUNCTION notices_stands_in(text, jsonb) FROM PUBLIC;

CREATE FUNCTION notices_extract_differs(p_extract uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT v.id IS NULL OR x.colour <> n.colour
    OR x.entity_id IS DISTINCT FROM coalesce(n.reference, n.un_reference)
    OR x.published_at IS DISTINCT FROM n.published_at
    OR x.valid_until IS DISTINCT FROM n.valid_until
    OR x.photo_id IS NOT NULL AND x.photo_id IS DISTINCT FROM v.photo_id
    OR x.birth_earliest IS DISTINCT FROM NULL AND x.birth_earliest IS DISTINCT FROM
      (v.payload #>> '{{subject,identities,0,born,earliest}}')::date
    OR x.birth_latest IS DISTINCT FROM NULL AND x.birth_latest IS DISTINCT FROM
      (v.payload #>> '{{subject,identities,0,born,latest}}')::date
    OR (x.name, x.forename, x.sex_id) IS DISTINCT FROM
      (coalesce(x.data ->> 'name', ''), coalesce(x.data ->> 'forename', ''),
       coalesce(x.data ->> 'sex_id', ''))
    OR EXISTS (
      SELECT FROM jsonb_path_query(x.data, 'lax $.** ? (@.type() == "object").keyvalue()') f,
        jsonb_path_query(f -> 'value', 'lax $[*] ? (@.type() == "string" || @.type() == "number")') w
      WHERE NOT EXISTS (
        SELECT FROM (VALUES {SOURCES}) AS s (field, choice, place)
        WHERE s.field = f ->> 'key' AND (n.colour = 'UN' OR v.payload -> 'extract_fields' ? s.choice)
          AND public.notices_stands_in(w #>> '{{}}', v.payload #> s.place::text[])))
  FROM public.notices_publicextract x
  JOIN public.notices_notice n ON n.id = x.notice_id
  LEFT JOIN public.notices_noticeversion v ON v.id = n.current_version_id AND v.notice_id = n.id
  WHERE x.id = p_extract
$$;
REVOKE ALL ON FUNCTION notices_extract_differs(uuid) FROM PUBLIC;

CREATE FUNCTION extract_says_what_was_frozen() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF public.notices_extract_differs(NEW.id) THEN
    RAISE EXCEPTION 'A public extract says what the frozen version says.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'extract_says_what_was_frozen';
  END IF;
  RETURN NULL;
END $$;
-- At the commit: a step writes the extract before the reference and the version.
CREATE CONSTRAINT TRIGGER extract_says_what_was_frozen AFTER INSERT ON notices_publicextract
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION extract_says_what_was_frozen();
"""
BACK = """
DROP TRIGGER extract_says_what_was_frozen ON notices_publicextract;
DROP FUNCTION extract_says_what_was_frozen();
DROP FUNCTION notices_extract_differs(uuid);
DROP FUNCTION notices_stands_in(text, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0010_un_notice_of_a_loaded_edition")]
    operations = [
        never_changes("extract_is_never_changed", "notices_publicextract",
                      "A public extract is taken away and written anew, never changed."),
        migrations.RunSQL(FORWARD, BACK),
    ]
