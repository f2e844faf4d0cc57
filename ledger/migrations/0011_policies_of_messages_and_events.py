"""Policies of messages, their ways to offices, and events (kernel/who_reads/row_policies.py).

A message is read by its sender and by whom it was delivered to; a delivery by its sender from the
beginning, and by its recipient once it arrived. How a delivery came about, and what happened, is
read by a rule alone: each page that tells of it knows of which rows.
"""

from django.db import migrations

from kernel.who_reads.row_policies import CLEARED, OWN_OFFICE, policy

# Each asks one row by its key past the policies, which would ask each other otherwise.
FORWARD = """
CREATE FUNCTION ledger_own_destinations() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT array_agg(d.id) FROM public.ledger_destination d
  WHERE d.office_id = ANY (public.kernel_own_offices())
$$;
CREATE FUNCTION ledger_arrived(message uuid, sender bigint, own bigint[]) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.ledger_inboxmessage i
    WHERE i.recipient_id = ANY (own)
    AND i.sender_id = sender AND i.message_id = message);
END $$;
CREATE FUNCTION ledger_sent(message uuid, own bigint[]) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.ledger_message m
    WHERE m.id = message AND m.sender_id = ANY (own)
    AND m.classification <= public.kernel_clearance());
END $$;
REVOKE ALL ON FUNCTION ledger_arrived(uuid, bigint, bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger_sent(uuid, bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_arrived(uuid, bigint, bigint[]), ledger_sent(uuid, bigint[]) TO iisa_app;
"""
BACK = """
DROP FUNCTION ledger_sent(uuid, bigint[]);
DROP FUNCTION ledger_arrived(uuid, bigint, bigint[]);
DROP FUNCTION ledger_own_destinations();
"""
OFFICES = "(SELECT public.kernel_own_offices())"
ARRIVED = f"public.ledger_arrived(id, sender_id, {OFFICES})"
SENT = f"public.ledger_sent(message_id, {OFFICES})"
TO_OWN = "ANY ((SELECT public.ledger_own_destinations())::bigint[])"
# They give hashes and decide by rows, and see all of them.
LEAVES = "public.ledger_log_leaves(bigint, bigint)"
ANSWERED = "public.trial_answered_by_a_signed_message()"
PAST = f"""
ALTER FUNCTION {LEAVES} SECURITY DEFINER;
REVOKE ALL ON FUNCTION {LEAVES} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {LEAVES} TO iisa_app;
ALTER FUNCTION {ANSWERED} SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
"""
PAST_BACK = f"""
ALTER FUNCTION {ANSWERED} SECURITY INVOKER SET search_path = pg_catalog, public, pg_temp;
GRANT EXECUTE ON FUNCTION {LEAVES} TO PUBLIC;
REVOKE EXECUTE ON FUNCTION {LEAVES} FROM iisa_app;
ALTER FUNCTION {LEAVES} SECURITY INVOKER;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0008_policies_of_jobs_keys_and_files"),
        ("central_offices", "0034_live_by_a_head"),
        ("ledger", "0010_steps_are_chained_as_they_are_written"),
    ]
    operations = [
        migrations.RunSQL(FORWARD, BACK),
        migrations.RunSQL(PAST, PAST_BACK),
        policy("ledger_inboxmessage", f"recipient_id = {OWN_OFFICE} OR sender_id = {OWN_OFFICE}"),
        policy("ledger_message", f"{CLEARED} AND (sender_id = {OWN_OFFICE} OR {ARRIVED})"),
        policy(
            "ledger_delivery",
            f"status = 'DELIVERED' AND destination_id = {TO_OWN} OR {SENT}",
        ),
        *(
            policy(f"ledger_{name}", "false")
            for name in ("attempt", "event", "eventdetail", "phonecall", "webhookcall")
        ),
    ]
