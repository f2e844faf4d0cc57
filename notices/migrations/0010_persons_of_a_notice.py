"""The office and the person of a notice, for the one question about protection.

A person who is protected from anybody has no public extract: what everybody may read reaches the
country that is feared.
"""

import importlib

from django.db import migrations

before = importlib.import_module("notices.migrations.0008_public_only_if_all_says_so")

ACT = """
CREATE FUNCTION notices_act(p_notice uuid, OUT owner bigint, OUT persons uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT n.owner_office_id, array_remove(ARRAY[n.subject_id], NULL)
  FROM public.notices_notice n WHERE n.id = p_notice
$$;
REVOKE ALL ON FUNCTION notices_act(uuid) FROM PUBLIC;
"""
FUNCTION = before.FORWARD.split("CREATE FUNCTION notices_extract_is_allowed")[0].strip()
PUBLIC = FUNCTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
PROTECTED = (
    PUBLIC.replace("LANGUAGE sql STABLE SET", "LANGUAGE sql STABLE SECURITY DEFINER SET")
    .replace("WHERE n.id = p_notice", "WHERE n.id = p_notice AND (n.subject_id IS NULL OR public.cases_fled_from(n.subject_id) IS NULL)")
)
# Who may run SQL learns nothing by asking: only the triggers ask.
CLOSED = """
ALTER FUNCTION notices_extract_is_allowed() SECURITY DEFINER;
ALTER FUNCTION notices_extract_goes() SECURITY DEFINER;
REVOKE ALL ON FUNCTION notices_may_be_public(uuid) FROM PUBLIC;
"""
OPEN = """
ALTER FUNCTION notices_extract_is_allowed() SECURITY INVOKER;
ALTER FUNCTION notices_extract_goes() SECURITY INVOKER;
GRANT EXECUTE ON FUNCTION notices_may_be_public(uuid) TO PUBLIC;
"""
CLEAN = "DELETE FROM notices_publicextract WHERE NOT coalesce(notices_may_be_public(notice_id), false);"


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0009_structure"),
        ("cases", "0014_one_question_about_protection"),
    ]
    operations = [
        migrations.RunSQL(ACT, "DROP FUNCTION notices_act(uuid);"),
        migrations.RunSQL(PROTECTED, PUBLIC),
        migrations.RunSQL(CLOSED, OPEN),
        migrations.RunSQL(CLEAN, migrations.RunSQL.noop),
    ]
