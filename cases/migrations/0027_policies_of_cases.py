"""Policies of cases and persons' records, and of what hangs on them (kernel/who_reads).

A case is seen by its office, by whom it is shared with, and by whoever is invited to it; a person
through its cases; names by which it is found as the person or the notice is. Triggers that compare
rows of these tables read all of them, whoever writes.
"""

from django.db import migrations

from kernel.who_reads.row_policies import (
    CLEARED,
    SEEN,
    as_owner,
    of_a_seen,
    policy,
    worded_anew,
)

# When the nth case after a place in the order of filing was filed, whoever may see which.
LATEST = """
CREATE FUNCTION cases_latest_since(place timestamptz, place_id uuid, n integer) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((
    SELECT c.created_at FROM public.cases_case c
    WHERE (c.created_at, c.id) < (coalesce(place, 'infinity'), coalesce(place_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
    ORDER BY c.created_at DESC, c.id DESC OFFSET n LIMIT 1), '-infinity')
$$;
"""
INVITATIONS = """
CREATE FUNCTION cases_invitations_of(officer bigint) RETURNS SETOF uuid LANGUAGE sql STABLE
PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.content_object_id FROM public.cases_caseinvitation i
  JOIN public.auth_permission p ON p.id = i.permission_id AND p.codename = 'view_case'
  WHERE i.user_id = officer
$$;
"""
# With its tables named by their schema.
HAS_A_PORTFOLIO = """
CREATE OR REPLACE FUNCTION cases_case_has_a_portfolio() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.cases_case WHERE id = OLD.case_id)
    AND NOT EXISTS (SELECT FROM public.cases_case_portfolios WHERE case_id = OLD.case_id) THEN
    RAISE EXCEPTION 'A case belongs to a portfolio.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'case_has_a_portfolio';
  END IF;
  RETURN NULL;
END $$;
"""
INVITED = "{key} = ANY ((SELECT public.cases_invited_to{persons}())::uuid[])"
TO_A_CASE = INVITED.format(key="id", persons="")
TO_A_PERSON = INVITED.format(key="{key}", persons="_persons")
READ = "seen_at && (SELECT public.cases_readers())"
OF_A_SEEN_CASE = of_a_seen("cases_case", "case_id")
OF_A_SEEN_PERSON = of_a_seen("cases_subject", "subject_id")
# Who wrote or added it decides what becomes of it, although the case is shown to it no longer.
OWN = """EXISTS (SELECT FROM public.central_offices_officer AS o
  JOIN public.central_offices_centraloffice AS f ON f.id = o.office_id
  WHERE o.id = {officer} AND f.number = ANY ((SELECT public.kernel_audiences())::integer[]))"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_who_reads"),
        ("cases", "0026_policies_of_persons"),
    ]
    operations = [
        migrations.RunSQL(LATEST, "DROP FUNCTION cases_latest_since(timestamptz, uuid, integer);"),
        migrations.RunSQL(INVITATIONS, "DROP FUNCTION cases_invitations_of(bigint);"),
        migrations.RunSQL(HAS_A_PORTFOLIO, migrations.RunSQL.noop),
        as_owner(
            "case_seen_by_owner_and_shares",
            "cases_case_has_a_portfolio",
            "cases_share_ends_seeing",
        ),
        policy("cases_case", f"{CLEARED} AND ({SEEN} OR {TO_A_CASE})"),
        policy("cases_case_offences", OF_A_SEEN_CASE),
        policy("cases_case_portfolios", OF_A_SEEN_CASE),
        policy("cases_caseshare", OF_A_SEEN_CASE),
        policy(
            "cases_caseinvitation",
            "user_id = (SELECT public.kernel_officer()) OR "
            + of_a_seen("cases_case", "content_object_id"),
        ),
        policy("cases_subject", f"{READ} OR {TO_A_PERSON.format(key='id')}"),
        policy("cases_namekey", f"{READ} OR {TO_A_PERSON.format(key='subject_id')}"),
        policy("cases_photo", OF_A_SEEN_PERSON),
        worded_anew("cases_caseentry", f"{OF_A_SEEN_CASE} OR {OWN.format(officer='written_by_id')}"),
        worded_anew("cases_casefile", f"{OF_A_SEEN_CASE} OR {OWN.format(officer='added_by_id')}"),
        worded_anew("cases_casesubject", OF_A_SEEN_CASE),
        worded_anew("cases_identity", OF_A_SEEN_PERSON),
        worded_anew("cases_nationality", OF_A_SEEN_PERSON),
        worded_anew("cases_iddocument", OF_A_SEEN_PERSON),
    ]
