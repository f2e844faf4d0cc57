"""The one question about protection, of a notice; and what may have a public extract.

A public extract stands only while level, consent, state, minor, colour and protection allow it:
what everybody may read reaches the country that is feared. What is written against that is refused
at the commit; an extract goes with what allowed it.
"""

from django.db import migrations

# The office and the person of a notice.
ACT = """
CREATE FUNCTION notices_act(p_notice uuid, OUT owner bigint, OUT persons uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT n.owner_office_id, array_remove(ARRAY[n.subject_id], NULL)
  FROM public.notices_notice n WHERE n.id = p_notice
$$;
REVOKE ALL ON FUNCTION notices_act(uuid) FROM PUBLIC;
"""
PUBLIC = """
CREATE FUNCTION notices_may_be_public(p_notice uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT n.colour IN ('RED', 'YELLOW', 'UN') AND n.public_extract = 'REQUESTED'
    AND n.status = 'PUBLISHED' AND n.classification <= 1
    AND coalesce(v.payload #>> '{subject,status_of_person}', '') NOT IN ('VICTIM', 'WITNESS')
    AND NOT (n.colour = 'RED' AND (
      coalesce((v.payload #>> '{subject,minor_at_event}')::boolean, false)
      OR EXISTS (
        SELECT FROM jsonb_array_elements(coalesce(v.payload #> '{subject,identities}', '[]')) i
        WHERE (i #>> '{born,latest}')::date + interval '18 years' > current_date)))
  FROM public.notices_notice n JOIN public.notices_noticeversion v ON v.id = n.current_version_id
  WHERE n.id = p_notice
    AND (n.subject_id IS NULL OR public.cases_fled_from(n.subject_id) IS NULL)
$$;
-- Who may run SQL learns nothing by asking: only the triggers ask.
REVOKE ALL ON FUNCTION notices_may_be_public(uuid) FROM PUBLIC;

CREATE FUNCTION notices_extract_is_allowed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.notices_publicextract WHERE id = NEW.id)
    AND NOT coalesce(public.notices_may_be_public(NEW.notice_id), false) THEN
    RAISE EXCEPTION 'This notice must not have a public extract.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
-- At the commit: a step writes the extract before the state that allows it.
CREATE CONSTRAINT TRIGGER extract_is_allowed AFTER INSERT OR UPDATE ON notices_publicextract
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION notices_extract_is_allowed();

CREATE FUNCTION notices_extract_goes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT coalesce(public.notices_may_be_public(NEW.id), false) THEN
    DELETE FROM public.notices_publicextract WHERE notice_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER extract_goes
  AFTER UPDATE OF status, classification, public_extract, colour, current_version_id
  ON notices_notice DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION notices_extract_goes();
"""
PUBLIC_BACK = """
DROP TRIGGER extract_goes ON notices_notice;
DROP FUNCTION notices_extract_goes();
DROP TRIGGER extract_is_allowed ON notices_publicextract;
DROP FUNCTION notices_extract_is_allowed();
DROP FUNCTION notices_may_be_public(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_structure"), ("cases", "0003_one_question_about_protection")]
    operations = [
        migrations.RunSQL(ACT, "DROP FUNCTION notices_act(uuid);"),
        migrations.RunSQL(PUBLIC, PUBLIC_BACK),
    ]
