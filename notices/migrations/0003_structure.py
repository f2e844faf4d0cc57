"""What holds of a notice whatever statement is run: its owner, its review, its audience, its term."""

from django.db import migrations

from kernel.triggers import holds_at_commit, stays

REVIEWED = """
  r.status IN ('PUBLISHED', 'SUSPENDED') AND r.colour <> 'UN' AND NOT EXISTS (
    SELECT FROM public.notices_review v
    WHERE v.notice_version_id = r.current_version_id AND v.outcome = 'PASS'
      AND v.reviewer_id IN (r.reviewer_id, r.second_reviewer_id))
"""
SEEN = """
  CASE WHEN r.published_at IS NULL THEN
    NOT r.seen_by <@ ARRAY(
      SELECT o.number::int FROM public.central_offices_centraloffice o
      WHERE o.id = r.owner_office_id OR o.kind = 'SECRETARIAT'
        AND (r.requested_at IS NOT NULL OR r.release_asked_because <> ''))
  ELSE r.colour <> 'UN' AND r.seen_by && ARRAY(
      SELECT o.number::int FROM public.notices_notice_not_for n
      JOIN public.central_offices_centraloffice o ON o.id = n.centraloffice_id
      WHERE n.notice_id = r.id)
  END
"""
NOT_FOR = """
CREATE FUNCTION notices_never_hidden_from() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM public.notices_notice n, public.central_offices_centraloffice o
    WHERE n.id = NEW.notice_id AND o.id = NEW.centraloffice_id
      AND (o.id = n.owner_office_id OR o.kind IN ('SECRETARIAT', 'COMMISSION'))) THEN
    RAISE EXCEPTION 'A notice is never hidden from its owner, the Secretariat or the Commission.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_never_hidden_from';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notice_never_hidden_from BEFORE INSERT OR UPDATE ON notices_notice_not_for
  FOR EACH ROW EXECUTE FUNCTION notices_never_hidden_from();
"""
NOT_FOR_BACK = """
DROP TRIGGER notice_never_hidden_from ON notices_notice_not_for;
DROP FUNCTION notices_never_hidden_from();
"""
# A wanted person's part in the case that the notice is about (docs/laws.md F11).
PART = """
CREATE FUNCTION notices_wanted_stays_wanted() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM public.notices_notice n
    WHERE n.subject_id = NEW.subject_id AND n.case_id = NEW.case_id
      AND n.colour = 'RED' AND n.status IN ('PUBLISHED', 'SUSPENDED')) THEN
    RAISE EXCEPTION 'A person sought by a notice in circulation is no victim and no witness.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'wanted_person_is_no_victim';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER wanted_person_is_no_victim BEFORE UPDATE OF status_of_person ON cases_casesubject
  FOR EACH ROW WHEN (NEW.status_of_person IN ('VICTIM', 'WITNESS', 'MISSING', 'UNIDENTIFIED'))
  EXECUTE FUNCTION notices_wanted_stays_wanted();
"""
PART_BACK = """
DROP TRIGGER wanted_person_is_no_victim ON cases_casesubject;
DROP FUNCTION notices_wanted_stays_wanted();
"""
# RPD art. 49: five years, the longest of which have two leap days.
TERM = """
ALTER TABLE notices_notice ADD CONSTRAINT notice_is_valid_for_five_years CHECK (
  colour = 'UN' OR published_at IS NULL OR valid_until IS NULL
  OR valid_until <= (published_at AT TIME ZONE 'UTC')::date + 1827);
"""
# The fields of a public extract, and no other (docs/laws.md F10); the UN publishes more itself.
FIELDS = """
ALTER TABLE notices_publicextract ADD CONSTRAINT extract_has_public_fields_only CHECK (
  colour = 'UN' OR data - ARRAY[
    'name', 'forename', 'name_in_original_script', 'aliases', 'date_of_birth', 'sex_id',
    'nationalities', 'place_of_birth', 'country_of_birth_id', 'languages_spoken_ids',
    'distinguishing_marks', 'height', 'weight', 'eyes_colors_id', 'hairs_id', 'arrest_warrants'
  ] = '{}'::jsonb);
"""
ENDS = "OLD.status = NEW.status AND OLD.status IN ('REFUSED', 'WITHDRAWN', 'CANCELLED', 'EXPIRED')"


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_kept_for_good"), ("cases", "0002_structure"), ("kernel", "0003_refusals")]
    operations = [
        stays("notice_stays_with_its_owner", "notices_notice", ["owner_office_id", "colour"],
              "A notice stays with the office that asked for it, and keeps its colour."),
        stays("end_keeps_its_ground", "notices_notice", ["end_reason"],
              "The ground on which a notice was refused or ended stays as it was told.", ENDS),
        holds_at_commit("published_notice_has_its_review", "notices_notice",
                        ["INSERT", "UPDATE OF status, current_version_id"], REVIEWED,
                        "What is published has passed its legal review.",
                        "NEW.status IN ('PUBLISHED', 'SUSPENDED')"),
        holds_at_commit("notice_seen_by_whom_it_is_for", "notices_notice",
                        ["INSERT", "UPDATE OF seen_by"], SEEN,
                        "A notice is seen by whom it is for."),
        migrations.RunSQL(NOT_FOR, NOT_FOR_BACK),
        migrations.RunSQL(PART, PART_BACK),
        migrations.RunSQL(
            TERM, "ALTER TABLE notices_notice DROP CONSTRAINT notice_is_valid_for_five_years;"
        ),
        migrations.RunSQL(
            FIELDS,
            "ALTER TABLE notices_publicextract DROP CONSTRAINT extract_has_public_fields_only;",
        ),
    ]
