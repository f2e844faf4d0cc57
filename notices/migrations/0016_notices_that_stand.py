"""Notices that stand: asked for, under review, published or suspended; for a claim's look back."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION notices_standing(p_persons uuid[], p_offices bigint[])
RETURNS TABLE (act uuid, owner bigint, persons uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT n.id, n.owner_office_id, ARRAY[n.subject_id] FROM public.notices_notice n
  WHERE n.subject_id IS NOT NULL
    AND n.status IN ('REQUESTED', 'UNDER_REVIEW', 'PUBLISHED', 'SUSPENDED')
    AND (n.subject_id = ANY (p_persons) OR n.owner_office_id = ANY (p_offices))
$$;
REVOKE ALL ON FUNCTION notices_standing(uuid[], bigint[]) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0015_fingerprints_are_not_taken_away")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION notices_standing(uuid[], bigint[]);")]
