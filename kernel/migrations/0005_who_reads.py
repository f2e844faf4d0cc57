"""What `acting_as` says of who reads, for the policies of rows (kernel/who_reads/row_policies.py)."""

from django.db import migrations

# Each is asked by a policy in a scalar sub-select: once a statement, not once a row. A setting of
# a transaction that ended is empty, not missing: nobody reads anything then.
FORWARD = """
CREATE FUNCTION kernel_audiences() RETURNS integer[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('iisa.audiences', true), '')::integer[]
$$;
CREATE FUNCTION kernel_clearance() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('iisa.clearance', true), '')::integer
$$;
CREATE FUNCTION kernel_officer() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('iisa.officer', true), '')::bigint
$$;
CREATE FUNCTION kernel_by_a_rule() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('iisa.rule', true), '') <> ''
$$;
"""
BACK = """
DROP FUNCTION kernel_audiences(); DROP FUNCTION kernel_clearance();
DROP FUNCTION kernel_officer(); DROP FUNCTION kernel_by_a_rule();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_by_the_owner")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
