"""Who may be the same person is asked of names only, though numbers stand among their keys.

The keys of a document's number have no birth, which fits every birth, and the numbers of two
passports may differ in one digit: strangers would be taken for a person under protection.
"""

from django.db import migrations

FUNCTIONS = (
    "cases_protected_from",
    "cases_same_for_sure",
    "cases_hits",
    "cases_look_back",
    "cases_own_may_reach",
)
# A normalised name is in small letters, a number (cases.names.plain_number) in capitals and digits.
VIEW = """
CREATE VIEW cases_nameproper AS SELECT * FROM cases_namekey
  WHERE normalised !~ '[0-9]' OR normalised <> upper(normalised);
REVOKE ALL ON cases_nameproper FROM PUBLIC, iisa_app;
"""
INSTEAD = """
DO $$ DECLARE definition text; BEGIN
  FOR definition IN SELECT pg_get_functiondef(oid) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proname = ANY ('{{{}}}'::name[])
  LOOP
    EXECUTE replace(definition, 'public.{} ', 'public.{} ');
  END LOOP;
END $$;
"""
THESE = ",".join(FUNCTIONS)
FORWARD = VIEW + INSTEAD.format(THESE, "cases_namekey", "cases_nameproper")
BACK = INSTEAD.format(THESE, "cases_nameproper", "cases_namekey") + "DROP VIEW cases_nameproper;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_numbers_of_documents_are_found")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
