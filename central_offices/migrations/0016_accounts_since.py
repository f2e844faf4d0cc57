"""Accounts and clients that exist count from when they were made; the installation has its row."""

from django.db import migrations

FORWARD = """
UPDATE central_offices_officer SET valid_from = created_at;
UPDATE central_offices_apiclient SET valid_from = created_at;
INSERT INTO central_offices_installation (id, status, began_at)
  VALUES (1, 'NEW', now()) ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0015_changes_of_access")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
