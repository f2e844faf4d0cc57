"""Nothing is published before the installation is commissioned (docs/decisions/0029)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION notice_published_once_commissioned() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.central_offices_installation WHERE status = 'COMMISSIONED') THEN
    RAISE EXCEPTION 'Nothing is published before commissioning.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notice_published_once_commissioned BEFORE INSERT ON notices_notice
  FOR EACH ROW WHEN (NEW.status = 'PUBLISHED') EXECUTE FUNCTION notice_published_once_commissioned();
CREATE TRIGGER notice_published_again_once_commissioned BEFORE UPDATE OF status ON notices_notice
  FOR EACH ROW WHEN (NEW.status = 'PUBLISHED' AND OLD.status <> 'PUBLISHED')
  EXECUTE FUNCTION notice_published_once_commissioned();
"""
BACK = """
DROP TRIGGER notice_published_once_commissioned ON notices_notice;
DROP TRIGGER notice_published_again_once_commissioned ON notices_notice;
DROP FUNCTION notice_published_once_commissioned();
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_un_edition_by_two_persons"), ("central_offices", "0002_rights_and_access")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
