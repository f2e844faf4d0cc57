"""Of a suspension made before, the Secretariat decides: its side published the notice."""

from django.db import migrations

FORWARD = """
UPDATE notices_notice SET suspended_by_id = (
  SELECT id FROM central_offices_centraloffice WHERE kind = 'SECRETARIAT'
) WHERE status = 'SUSPENDED';
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_sides_of_a_suspension")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
