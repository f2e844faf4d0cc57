"""The office and the persons of a request, for the one question about protection."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION exchange_act(p_request uuid, OUT owner bigint, OUT persons uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.owner_office_id, r.subject_ids FROM public.exchange_request r WHERE r.id = p_request
$$;
REVOKE ALL ON FUNCTION exchange_act(uuid) FROM PUBLIC;
"""
BACK = "DROP FUNCTION exchange_act(uuid);"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_structure")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
