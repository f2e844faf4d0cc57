"""What shows a case to an office asks the protection at the commit, however it was written.

An open share, an invitation by name and a person in the case are refused where the office may be
feared; a share that ends takes the case from whoever saw it; records and shares are never deleted.
"""

from django.db import migrations

HIDES = """
CREATE FUNCTION cases_hides_from(p_case uuid, p_office bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM public.cases_casesubject l
    JOIN public.cases_subject s ON s.id = l.subject_id
    JOIN public.central_offices_centraloffice there ON there.id = p_office,
      public.cases_fled_from(s.id) fled
    WHERE l.case_id = p_case AND fled IS NOT NULL AND s.owner_office_id <> there.id
      AND there.kind NOT IN ('SECRETARIAT', 'COMMISSION')
      AND (fled = '{}' OR there.jurisdiction_id = ANY (fled)))
$$;
CREATE FUNCTION cases_reaches_no_feared_office() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  of_case uuid := coalesce(to_jsonb(NEW) ->> 'case_id', to_jsonb(NEW) ->> 'content_object_id');
BEGIN
  IF EXISTS (
    SELECT FROM public.cases_caseshare x
    WHERE x.case_id = of_case AND x.ended_at IS NULL
      AND public.cases_hides_from(of_case, x.office_id)
  ) OR EXISTS (
    -- Not joined: of every officer that there is it would be asked first, invited or not.
    SELECT FROM public.cases_caseinvitation i
    WHERE i.content_object_id = of_case AND public.cases_hides_from(of_case, (
      SELECT o.office_id FROM public.central_offices_officer o WHERE o.id = i.user_id))
  ) THEN
    RAISE EXCEPTION 'This case is not shown to this office.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'case_reaches_no_feared_office';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER share_reaches_no_feared_office
  AFTER INSERT OR UPDATE OF case_id, office_id, ended_at ON cases_caseshare
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.ended_at IS NULL)
  EXECUTE FUNCTION cases_reaches_no_feared_office();
CREATE CONSTRAINT TRIGGER invitation_reaches_no_feared_office
  AFTER INSERT OR UPDATE ON cases_caseinvitation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_reaches_no_feared_office();
CREATE CONSTRAINT TRIGGER person_reaches_no_feared_office
  AFTER INSERT OR UPDATE OF case_id, subject_id ON cases_casesubject
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_reaches_no_feared_office();
"""
HIDES_BACK = """
DROP TRIGGER person_reaches_no_feared_office ON cases_casesubject;
DROP TRIGGER invitation_reaches_no_feared_office ON cases_caseinvitation;
DROP TRIGGER share_reaches_no_feared_office ON cases_caseshare;
DROP FUNCTION cases_reaches_no_feared_office();
DROP FUNCTION cases_hides_from(uuid, bigint);
"""
SEEN = """
CREATE FUNCTION cases_share_ends_seeing() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM public.cases_case c WHERE c.id = OLD.case_id AND NOT c.seen_by <@ ARRAY(
      SELECT o.number::int FROM public.central_offices_centraloffice o
      WHERE o.id = c.owner_office_id OR o.id IN (
        SELECT s.office_id FROM public.cases_caseshare s
        WHERE s.case_id = c.id AND s.ended_at IS NULL))) THEN
    RAISE EXCEPTION 'A case is seen by its owner and by whom it is shared with.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'case_seen_by_owner_and_shares';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER share_ends_seeing
  AFTER DELETE OR UPDATE OF case_id, office_id, ended_at ON cases_caseshare
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_share_ends_seeing();
"""
SEEN_BACK = """
DROP TRIGGER share_ends_seeing ON cases_caseshare;
DROP FUNCTION cases_share_ends_seeing();
"""
# For the Commission: how many questions of thirty days belonged to work that was undone, and how
# many there were. Where one is missing in the sequence, nobody wrote it down.
UNDONE = """
CREATE FUNCTION cases_questions_undone(OUT asked bigint, OUT undone bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT count(*), coalesce(max(id) - min(id) + 1 - count(*), 0)
  FROM public.cases_protectionquestion
  WHERE at > now() - interval '30 days' AND public.cases_commission_acts()
$$;
REVOKE ALL ON FUNCTION cases_questions_undone(), cases_hides_from(uuid, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_questions_undone() TO iisa_app;
"""
RIGHTS = "REVOKE DELETE, TRUNCATE ON cases_subject, cases_caseshare FROM iisa_app;"
RIGHTS_BACK = "GRANT DELETE ON cases_subject, cases_caseshare TO iisa_app;"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_words_that_name_the_protected"),
        ("central_offices", "0013_an_office_stays_with_its_country"),
    ]
    operations = [
        migrations.RunSQL(HIDES, HIDES_BACK),
        migrations.RunSQL(SEEN, SEEN_BACK),
        migrations.RunSQL(UNDONE, "DROP FUNCTION cases_questions_undone();"),
        migrations.RunSQL(RIGHTS, RIGHTS_BACK),
    ]
