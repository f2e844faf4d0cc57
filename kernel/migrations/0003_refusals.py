"""What triggers call that refuse a change: the sentence is theirs (kernel/triggers.py)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION kernel_refuse() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_initial")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION kernel_refuse();")]
