"""Whether a statement runs as the owner of a table: triggers that bind the application ask it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION kernel_by_the_owner(relation oid) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class WHERE oid = relation
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_refusals")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION kernel_by_the_owner(oid);")]
