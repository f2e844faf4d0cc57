"""Policies of who is in a case, and of identities, nationalities and documents of persons.

Each asks its case, or its record, by primary key (kernel/who_reads/row_policies.py). Invitations
are read by functions past the policies. Whether one still counts is the first wall's question
(`cases.queries.invited_to`).
What a policy calls is safe in parallel: else the whole statement would run in one process.
"""

from django.db import migrations

from kernel.who_reads.audiences import LEVELS_AN_AUDIENCE
from kernel.who_reads.row_policies import CLEARED, SEEN, policy

FORWARD = f"""
CREATE FUNCTION cases_invited_to() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(i.content_object_id), '{{}}') FROM public.cases_caseinvitation i
  WHERE i.user_id = public.kernel_officer()
$$;
CREATE FUNCTION cases_invited_to_persons() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(l.subject_id), '{{}}') FROM public.cases_casesubject l
  JOIN public.cases_case c ON c.id = l.case_id
  WHERE l.case_id = ANY (public.cases_invited_to())
    AND c.classification <= public.kernel_clearance()
$$;
CREATE FUNCTION cases_readers() RETURNS integer[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT array_agg(audience * {LEVELS_AN_AUDIENCE} + level)
  FROM unnest(public.kernel_audiences()) audience,
    generate_series(0, public.kernel_clearance()) level
$$;
"""
BACK = """
DROP FUNCTION cases_readers();
DROP FUNCTION cases_invited_to_persons();
DROP FUNCTION cases_invited_to();
"""
OF_A_SEEN_CASE = f"""EXISTS (SELECT FROM public.cases_case AS c
  WHERE c.id = {{case}} AND c.{CLEARED}
  AND (c.{SEEN} OR c.id = ANY ((SELECT public.cases_invited_to())::uuid[])))"""
OF_A_SEEN_PERSON = """EXISTS (SELECT FROM public.cases_subject AS s
  WHERE s.id = subject_id AND (s.seen_at && (SELECT public.cases_readers())
  OR s.id = ANY ((SELECT public.cases_invited_to_persons())::uuid[])))"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_who_reads"),
        ("cases", "0025_opened_when_filed"),
    ]
    operations = [
        migrations.RunSQL(FORWARD, BACK),
        policy("cases_casesubject", OF_A_SEEN_CASE.format(case="case_id")),
        policy("cases_identity", OF_A_SEEN_PERSON),
        policy("cases_nationality", OF_A_SEEN_PERSON),
        policy("cases_iddocument", OF_A_SEEN_PERSON),
    ]
