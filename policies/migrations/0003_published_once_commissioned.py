"""No key issues are published before the installation is commissioned (docs/decisions/0029)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION edition_published_once_commissioned() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.central_offices_installation WHERE status = 'COMMISSIONED') THEN
    RAISE EXCEPTION 'Nothing is published before commissioning.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER edition_published_once_commissioned BEFORE UPDATE OF status ON policies_edition
  FOR EACH ROW WHEN (NEW.status = 'PUBLISHED' AND OLD.status <> 'PUBLISHED')
  EXECUTE FUNCTION edition_published_once_commissioned();
"""
BACK = """
DROP TRIGGER edition_published_once_commissioned ON policies_edition;
DROP FUNCTION edition_published_once_commissioned();
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_published_stays"), ("central_offices", "0002_rights_and_access")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
