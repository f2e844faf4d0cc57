"""The table of Django's database cache: used codes and counted attempts, for every process."""

from django.db import migrations

FORWARD = """
CREATE TABLE central_offices_remembered (
  cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX remembered_until ON central_offices_remembered (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0002_rights_and_access")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE central_offices_remembered;")]
