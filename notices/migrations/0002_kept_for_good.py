"""A frozen version, and a review once it is decided, are never changed by the application."""

from django.db import migrations

VERSIONS = "REVOKE UPDATE, DELETE ON notices_noticeversion FROM iisa_app;"
VERSIONS_BACK = "GRANT UPDATE, DELETE ON notices_noticeversion TO iisa_app;"

REVIEWS = """
CREATE FUNCTION notices_review_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.outcome <> '' THEN
    RAISE EXCEPTION 'A decided review is never changed.' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER review_stays BEFORE UPDATE OR DELETE ON notices_review
  FOR EACH ROW EXECUTE FUNCTION notices_review_stays();

CREATE FUNCTION notices_item_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR EXISTS (
    SELECT 1 FROM notices_review WHERE id = OLD.review_id AND outcome <> ''
  ) THEN
    RAISE EXCEPTION 'A decided review is never changed.' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER item_stays BEFORE UPDATE OR DELETE ON notices_reviewitem
  FOR EACH ROW EXECUTE FUNCTION notices_item_stays();
"""
REVIEWS_BACK = """
DROP TRIGGER item_stays ON notices_reviewitem;
DROP FUNCTION notices_item_stays();
DROP TRIGGER review_stays ON notices_review;
DROP FUNCTION notices_review_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [
        migrations.RunSQL(VERSIONS, VERSIONS_BACK),
        migrations.RunSQL(REVIEWS, REVIEWS_BACK),
    ]
