"""Two persons bring and decide on an edition of the UN list, and what they decide on stays as it is.

No system uploads or decides; file, source, overrides and difference are never changed; an edition
ends by its steps and is never deleted.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION notices_un_edition_by_persons() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM public.central_offices_officer
    WHERE id IN (NEW.uploaded_by_id, NEW.decided_by_id) AND kind <> 'HUMAN'
  ) THEN
    RAISE EXCEPTION 'Only persons bring and decide on an edition of the UN list.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'un_edition_by_persons';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER un_edition_by_persons
  BEFORE INSERT OR UPDATE OF uploaded_by_id, decided_by_id ON notices_unlistedition
  FOR EACH ROW EXECUTE FUNCTION notices_un_edition_by_persons();

CREATE FUNCTION notices_un_edition_stays() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'CHECKED' THEN
      RAISE EXCEPTION 'An edition of the UN list begins unproposed.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'un_edition_begins_checked';
    END IF;
  ELSIF (NEW.file_id, NEW.sha256, NEW.generated_at, NEW.source, NEW.obtained_at, NEW.delist_anyway,
      NEW.older_anyway, NEW.counts, NEW.difference_sha256, NEW.uploaded_by_id, NEW.created_at)
    IS DISTINCT FROM
     (OLD.file_id, OLD.sha256, OLD.generated_at, OLD.source, OLD.obtained_at, OLD.delist_anyway,
      OLD.older_anyway, OLD.counts, OLD.difference_sha256, OLD.uploaded_by_id, OLD.created_at)
    OR NOT (NEW.written_by @> OLD.written_by)
    OR OLD.status IN ('LOADED', 'DECLINED', 'WITHDRAWN', 'LAPSED')
    OR (OLD.decided_by_id IS NOT NULL
      AND (NEW.decided_by_id, NEW.decided_at) IS DISTINCT FROM (OLD.decided_by_id, OLD.decided_at))
    THEN
    RAISE EXCEPTION 'What was brought or decided of an edition of the UN list is never changed.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER un_edition_stays BEFORE INSERT OR UPDATE ON notices_unlistedition
  FOR EACH ROW EXECUTE FUNCTION notices_un_edition_stays();

REVOKE DELETE ON notices_unlistedition FROM iisa_app;
REVOKE UPDATE, DELETE ON notices_unlistchange FROM iisa_app;
"""
BACK = """
GRANT UPDATE, DELETE ON notices_unlistchange TO iisa_app;
GRANT DELETE ON notices_unlistedition TO iisa_app;
DROP TRIGGER un_edition_stays ON notices_unlistedition;
DROP FUNCTION notices_un_edition_stays();
DROP TRIGGER un_edition_by_persons ON notices_unlistedition;
DROP FUNCTION notices_un_edition_by_persons();
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_fingerprints")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
