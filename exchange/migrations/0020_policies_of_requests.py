"""Policies of requests and of what hangs on them (kernel/who_reads/row_policies.py).

A request is seen by who asks and by whom it reached; by the deputy office while it is asked to
approve it; by the Secretariat once it is reviewed; and by the Commission where something stands
against it. Of the offices asked, each sees its own side, and who asks sees all. What two policies
would ask of each other, a function past the policies answers.
"""

from django.db import migrations

from kernel.who_reads.row_policies import (
    CLEARED,
    OWN_OFFICE,
    SECRETARIAT,
    SEEN,
    as_owner,
    of_a_seen,
    policy,
)

FORWARD = """
CREATE FUNCTION exchange_noted() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN public.cases_commission_acts()
    THEN ARRAY(SELECT public.cases_acts_noted('REQUEST')) ELSE '{}' END
$$;
CREATE FUNCTION exchange_level_of_request(p_request uuid) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.classification FROM public.exchange_request r WHERE r.id = p_request
$$;
CREATE FUNCTION exchange_level_of_case(p_case uuid) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.classification FROM public.cases_case c WHERE c.id = p_case
$$;
"""
BACK = """
DROP FUNCTION exchange_level_of_case(uuid);
DROP FUNCTION exchange_level_of_request(uuid);
DROP FUNCTION exchange_noted();
"""
# They decide by rows that whoever acts may not see.
TRIGGERS = [
    "exchange_review_holds", "exchange_recipient_ends_seeing", "request_seen_by_whom_it_reached",
    "request_left_by_its_steps", "request_no_lower_than_its_case", "recipient_asked_by_what_left",
]  # fmt: skip

OWN = f"= {OWN_OFFICE}"
CLEARANCE = "(SELECT public.kernel_clearance())"
AS_DEPUTY = f"""deputy_id {OWN} AND (status = 'PENDING_APPROVAL'
  OR status = 'SENT' AND approval_due IS NOT NULL AND approved_by_id IS NULL)"""
REVIEWED = f"""{SECRETARIAT} AND EXISTS (
  SELECT FROM public.exchange_requestreview AS v WHERE v.request_id = exchange_request.id OFFSET 0)"""
NOTED = """status NOT IN ('DRAFT', 'PENDING_APPROVAL', 'DISCARDED')
  AND id = ANY ((SELECT public.exchange_noted())::uuid[])"""
OF_A_SEEN_REQUEST = of_a_seen("exchange_request", "request_id")
OF_A_SEEN_SIDE = """EXISTS (SELECT FROM public.exchange_requestrecipient AS p
  WHERE p.id = recipient_id{more} OFFSET 0)"""
OF_A_SEEN_CASE = of_a_seen("cases_case", "case_id")
ARRIVED_WITH_US = f"owner_id {OWN} AND arrived_at IS NOT NULL"
POLICIES = {
    "exchange_request": f"{CLEARED} AND ({SEEN} OR {AS_DEPUTY} OR {REVIEWED} OR {NOTED})",
    "exchange_requestreview": f"""{SECRETARIAT}
      AND public.exchange_level_of_request(request_id) <= {CLEARANCE}""",
    "exchange_requestrecipient": f"""EXISTS (SELECT FROM public.exchange_request AS r
      WHERE r.id = request_id AND (r.owner_office_id {OWN}
      OR office_id {OWN} AND delivered_at IS NOT NULL) OFFSET 0)""",
    # The office that is late reads its own ladder; the one that asks, the top of it.
    "exchange_escalation": OF_A_SEEN_SIDE.format(more=f" AND (p.office_id {OWN} OR level = 3)"),
    "exchange_transfer": OF_A_SEEN_SIDE.format(more=f" AND p.office_id {OWN}"),
    "exchange_arrest": """EXISTS (SELECT FROM public.exchange_contribution AS s
      JOIN public.exchange_requestrecipient AS p ON p.id = exchange_arrest.recipient_id
      WHERE s.id = contribution_id OFFSET 0)""",
    "exchange_custodyalarm": of_a_seen("exchange_arrest", "arrest_id"),
    "exchange_attachment": f"""request_id IS NOT NULL AND {OF_A_SEEN_REQUEST}
      OR contribution_id IS NOT NULL AND {of_a_seen("exchange_contribution", "contribution_id")}
      OR request_id IS NULL AND contribution_id IS NULL
        AND uploaded_by_id = (SELECT public.kernel_officer())""",
    # The owner of what is in a case decides although the case is shown to it no longer.
    "exchange_consent": f"""request_id IS NOT NULL
        AND (office_id {OWN} OR {ARRIVED_WITH_US}) AND {OF_A_SEEN_REQUEST}
      OR case_id IS NOT NULL AND office_id {OWN} AND {OF_A_SEEN_CASE}
      OR case_id IS NOT NULL AND {ARRIVED_WITH_US}
        AND public.exchange_level_of_case(case_id) <= {CLEARANCE}""",
    "exchange_consent_offices": of_a_seen("exchange_consent", "consent_id"),
    "exchange_bulkrow": "created_by_id = (SELECT public.kernel_officer())",
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0008_policies_of_jobs_keys_and_files"),
        ("cases", "0027_policies_of_cases"),
        ("exchange", "0019_policies_of_what_is_said"),
    ]
    operations = [
        migrations.RunSQL(FORWARD, BACK),
        as_owner(*TRIGGERS),
        *(policy(table, seen) for table, seen in POLICIES.items()),
    ]
