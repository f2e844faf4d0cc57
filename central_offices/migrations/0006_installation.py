"""There is one installation, and it begins uncommissioned (docs/decisions/0029)."""

from django.db import migrations

FORWARD = """
INSERT INTO central_offices_installation (id, status, began_at) VALUES (1, 'NEW', now());
"""


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0005_two_persons_in_the_database")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
