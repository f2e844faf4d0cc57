"""Whoever is known to have written what can still be decided is among its writers."""

from django.db import migrations

FORWARD = """
UPDATE policies_edition SET written_by = ARRAY[author_id]::bigint[]
WHERE author_id IS NOT NULL AND written_by = '{}' AND status <> 'PUBLISHED';
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0004_written_by")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
