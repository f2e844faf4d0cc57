"""An extract goes when the record or the case changes so that it could not be written any more.

The person was a minor, is one, suffers, testifies or died; the case is confidential. One function
says whether a notice may be public, to whoever writes an extract and after every such change.
"""

from importlib import import_module

from django.db import migrations

PUBLIC = import_module("notices.migrations.0004_public_only_if_all_says_so").PUBLIC
AS_IT_WAS = PUBLIC.split("-- Who may run")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
BY_NOW = """
    AND NOT EXISTS (SELECT FROM public.cases_case c
      WHERE c.id = n.case_id AND c.classification > 1)
    AND NOT EXISTS (SELECT FROM public.cases_casesubject l
      WHERE l.case_id = n.case_id AND l.subject_id = n.subject_id
        AND l.status_of_person IN ('VICTIM', 'WITNESS'))
    AND NOT EXISTS (SELECT FROM public.cases_subject s WHERE s.id = n.subject_id
      AND (s.deceased OR n.colour = 'RED' AND s.minor_at_event))
    AND NOT (n.colour = 'RED' AND EXISTS (SELECT FROM public.cases_identity i
      WHERE i.subject_id = n.subject_id AND i.birth_latest + interval '18 years' > current_date))
$$;
"""
FORWARD = f"""
{AS_IT_WAS.rstrip().removesuffix("$$;").rstrip()}{BY_NOW}
CREATE FUNCTION notices_extract_goes_with_record() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  changed jsonb := to_jsonb(NEW);
  of_case uuid := CASE TG_TABLE_NAME WHEN 'cases_case' THEN changed ->> 'id'
    WHEN 'cases_casesubject' THEN changed ->> 'case_id' END;
  of_person uuid := CASE TG_TABLE_NAME WHEN 'cases_subject' THEN changed ->> 'id'
    ELSE changed ->> 'subject_id' END;
BEGIN
  DELETE FROM public.notices_publicextract x USING public.notices_notice n
  WHERE n.id = x.notice_id AND (of_case IS NULL OR n.case_id = of_case)
    AND (of_person IS NULL OR n.subject_id = of_person)
    AND NOT coalesce(public.notices_may_be_public(n.id), false);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER extract_goes AFTER UPDATE OF minor_at_event, deceased ON cases_subject
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION notices_extract_goes_with_record();
CREATE CONSTRAINT TRIGGER extract_goes AFTER INSERT OR UPDATE OF birth_latest ON cases_identity
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION notices_extract_goes_with_record();
CREATE CONSTRAINT TRIGGER extract_goes AFTER INSERT OR UPDATE OF status_of_person
  ON cases_casesubject
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION notices_extract_goes_with_record();
CREATE CONSTRAINT TRIGGER extract_goes AFTER UPDATE OF classification ON cases_case
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION notices_extract_goes_with_record();
DELETE FROM notices_publicextract WHERE NOT coalesce(notices_may_be_public(notice_id), false);
"""
BACK = f"""
DROP TRIGGER extract_goes ON cases_case;
DROP TRIGGER extract_goes ON cases_casesubject;
DROP TRIGGER extract_goes ON cases_identity;
DROP TRIGGER extract_goes ON cases_subject;
DROP FUNCTION notices_extract_goes_with_record();
{AS_IT_WAS}
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0016_notices_that_stand"),
        ("cases", "0011_acts_that_stand_at_a_claim"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
