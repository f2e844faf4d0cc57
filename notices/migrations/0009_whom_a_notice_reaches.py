"""The offices that a notice reaches: all but those left out, and all with a public extract."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION notices_reached(p_notice uuid) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT ARRAY(
    SELECT o.id FROM public.central_offices_centraloffice o
    WHERE o.kind = 'NATIONAL' AND o.joined_on IS NOT NULL AND (
      n.public_extract = 'REQUESTED' OR NOT EXISTS (
        SELECT FROM public.notices_notice_not_for x
        WHERE x.notice_id = n.id AND x.centraloffice_id = o.id)))
  FROM public.notices_notice n WHERE n.id = p_notice
$$;
REVOKE ALL ON FUNCTION notices_reached(uuid) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0011_extract_as_it_was_frozen")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION notices_reached(uuid);")]
