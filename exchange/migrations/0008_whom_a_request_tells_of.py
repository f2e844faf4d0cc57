"""A request tells of its persons and, out of a case, of its office's persons there; and whom."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION exchange_act(p_request uuid, OUT owner bigint, OUT persons uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.owner_office_id, r.subject_ids || ARRAY(
    SELECT l.subject_id FROM public.cases_casesubject l
    JOIN public.cases_subject s ON s.id = l.subject_id
    WHERE l.case_id = r.case_id AND s.owner_office_id = r.owner_office_id
      AND l.subject_id <> ALL (r.subject_ids))
  FROM public.exchange_request r WHERE r.id = p_request
$$;
CREATE FUNCTION exchange_reached(p_request uuid) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT ARRAY(SELECT office_id FROM public.exchange_requestrecipient
    WHERE request_id = p_request)
$$;
REVOKE ALL ON FUNCTION exchange_reached(uuid) FROM PUBLIC;
"""
BACK = """
DROP FUNCTION exchange_reached(uuid);
CREATE OR REPLACE FUNCTION exchange_act(p_request uuid, OUT owner bigint, OUT persons uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.owner_office_id, r.subject_ids FROM public.exchange_request r WHERE r.id = p_request
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0007_approved_by_deputy"),
        ("cases", "0003_one_question_about_protection"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
