"""What was published is never changed or removed, whoever asks the database for it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION policies_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'policies_edition' THEN
    IF OLD.status = 'PUBLISHED' THEN
      RAISE EXCEPTION 'A published edition is never changed; publish a correction.';
    END IF;
  ELSIF TG_TABLE_NAME = 'policies_editiondocument' THEN
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'file_id' - 'made_at') <> (to_jsonb(OLD) - 'file_id' - 'made_at')
       OR OLD.file_id IS NOT NULL THEN
      RAISE EXCEPTION 'A published document is never changed; publish a correction.';
    END IF;
  ELSIF TG_TABLE_NAME = 'policies_keyissuetext' THEN
    IF EXISTS (SELECT FROM policies_edition e JOIN policies_keyissue i ON i.edition_id = e.id
               WHERE i.id = OLD.issue_id AND e.status = 'PUBLISHED') THEN
      RAISE EXCEPTION 'A published edition is never changed; publish a correction.';
    END IF;
  ELSIF EXISTS (SELECT FROM policies_edition WHERE id = OLD.edition_id AND status = 'PUBLISHED') THEN
    RAISE EXCEPTION 'A published edition is never changed; publish a correction.';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER edition_stays BEFORE UPDATE OR DELETE ON policies_edition
  FOR EACH ROW EXECUTE FUNCTION policies_published_stays();
CREATE TRIGGER document_stays BEFORE UPDATE OR DELETE ON policies_editiondocument
  FOR EACH ROW EXECUTE FUNCTION policies_published_stays();
CREATE TRIGGER text_stays BEFORE UPDATE OR DELETE ON policies_editiontext
  FOR EACH ROW EXECUTE FUNCTION policies_published_stays();
CREATE TRIGGER issue_stays BEFORE UPDATE OR DELETE ON policies_keyissue
  FOR EACH ROW EXECUTE FUNCTION policies_published_stays();
CREATE TRIGGER issue_text_stays BEFORE UPDATE OR DELETE ON policies_keyissuetext
  FOR EACH ROW EXECUTE FUNCTION policies_published_stays();
CREATE TRIGGER absence_stays BEFORE UPDATE OR DELETE ON policies_absence
  FOR EACH ROW EXECUTE FUNCTION policies_published_stays();
"""
BACK = "DROP FUNCTION policies_published_stays() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
