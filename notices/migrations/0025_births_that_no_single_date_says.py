"""The public extract of any notice has births that no single date says, where births are public."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("notices.migrations.0022_extract_with_the_whole_record").FORWARD
FIELDS = import_module("notices.migrations.0003_structure").FIELDS
LAST = "('adresses', 'UN', '{subject,addresses}')"
MORE = """
  ('earliest', 'BORN', '{subject,identities}'), ('latest', 'BORN', '{subject,identities}'),
  ('written', 'BORN', '{subject,identities}')
"""
assert LAST in BEFORE
FORWARD = BEFORE.replace(LAST, f"{LAST},{MORE}")
DROP = "ALTER TABLE notices_publicextract DROP CONSTRAINT extract_has_public_fields_only;"
WITH_BIRTHS = FIELDS.replace("'date_of_birth',", "'date_of_birth', 'births',")
assert WITH_BIRTHS != FIELDS


class Migration(migrations.Migration):
    dependencies = [("notices", "0024_safeguards_by_two_persons")]
    operations = [
        migrations.RunSQL(FORWARD, BEFORE),
        migrations.RunSQL(DROP + WITH_BIRTHS, DROP + FIELDS),
    ]
