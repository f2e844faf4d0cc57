"""Whoever is known to have written what stands so far is among its writers."""

from django.db import migrations

FORWARD = """
UPDATE cases_subject SET written_by = ARRAY[created_by_id]::bigint[]
WHERE created_by_id IS NOT NULL AND written_by = '{}';
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_written_by")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
