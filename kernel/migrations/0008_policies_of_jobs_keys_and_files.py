"""Policies of jobs, of answers that a repeated POST gets again, and of files.

A job is read by its owner, and that of an office's system by its office; an answer by the office
that asked. A file is read by whoever brought it; by whom else says what it belongs to
(agency/migrations/0001_policies_of_files_and_jobs.py).
"""

from django.db import migrations

from kernel.who_reads.row_policies import OWN_OFFICE, policy

# The offices of who reads, by key and by code: asked once a statement, in a scalar sub-select.
FORWARD = """
CREATE FUNCTION kernel_own_offices() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT array_agg(f.id) FROM public.central_offices_centraloffice f
  WHERE f.number = ANY (public.kernel_audiences())
$$;
CREATE FUNCTION kernel_own_codes() RETURNS varchar[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT array_agg(f.code) FROM public.central_offices_centraloffice f
  WHERE f.number = ANY (public.kernel_audiences())
$$;
CREATE FUNCTION kernel_secretariat_reads() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT EXISTS (SELECT FROM public.central_offices_centraloffice f
    WHERE f.kind = 'SECRETARIAT' AND f.number = ANY (public.kernel_audiences()))
$$;
"""
BACK = """
DROP FUNCTION kernel_secretariat_reads();
DROP FUNCTION kernel_own_codes();
DROP FUNCTION kernel_own_offices();
"""
OF_OWN_SYSTEM = f"""EXISTS (SELECT FROM public.central_offices_officer AS o
  WHERE o.id = owner_id AND o.kind = 'SYSTEM'
  AND o.office_id = {OWN_OFFICE})"""
OF_OWN_CODE = "office = ANY ((SELECT public.kernel_own_codes())::varchar[])"
BY_THE_READER = "{column} = (SELECT public.kernel_officer())"


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0007_counters_go_on_in_lanes"),
        ("central_offices", "0034_live_by_a_head"),
    ]
    operations = [
        migrations.RunSQL(FORWARD, BACK),
        policy("kernel_job", f"{BY_THE_READER.format(column='owner_id')} OR {OF_OWN_SYSTEM}"),
        policy("kernel_idempotencykey", OF_OWN_CODE),
        policy("kernel_storedfile", BY_THE_READER.format(column="created_by_id")),
    ]
