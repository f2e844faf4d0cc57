"""The public extract of a UN notice has every part of its record that docs/reference-data.md names."""

from importlib import import_module

from django.db import migrations

FROZEN = import_module("notices.migrations.0011_extract_as_it_was_frozen").FORWARD
START, END = "CREATE FUNCTION notices_extract_differs", "REVOKE ALL ON FUNCTION notices_extract_differs"
AS_IT_WAS = "CREATE OR REPLACE FUNCTION" + FROZEN[FROZEN.index(START) + 15 : FROZEN.index(END)]
LAST = "('adresses', 'UN', '{subject,addresses}')"
MORE = """
  ('note', 'UN', '{subject,identities}'), ('earliest', 'UN', '{subject,identities}'),
  ('latest', 'UN', '{subject,identities}'), ('written', 'UN', '{subject,identities}'),
  ('other_places_of_birth', 'UN', '{subject,identities}'),
  ('nationalities_as_written', 'UN', '{subject,nationalities}'),
  ('remark', 'UN', '{subject,documents}'), ('list_name', 'UN', '{listing,list_name}'),
  ('updated_on', 'UN', '{listing,updated_on}'), ('un_resolutions', 'UN', '{listing,resolutions}'),
  ('reviewed_on', 'UN', '{listing,record,reviewed_on}'),
  ('delisted_on', 'UN', '{listing,record,delisted_on}'),
  ('submitted_by', 'UN', '{listing,record,submitted_by}'),
  ('submitted_on', 'UN', '{listing,record,submitted_on}'),
  ('interpol_link', 'UN', '{listing,record,interpol_link}'),
  ('element', 'UN', '{listing,record,unmapped}'), ('text', 'UN', '{listing,record,unmapped}')
"""
assert LAST in AS_IT_WAS
FORWARD = AS_IT_WAS.replace(LAST, f"{LAST},{MORE}")


class Migration(migrations.Migration):
    dependencies = [("notices", "0021_extracts_are_found_by_name")]
    operations = [migrations.RunSQL(FORWARD, AS_IT_WAS)]
