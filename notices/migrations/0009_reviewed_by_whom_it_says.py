"""A notice is released, reviewed and published by persons who may, and what ended has ended.

A review begins open, with the reviewer of the Secretariat who claimed it, and passes with its
check-list answered (docs/laws.md F6, T2).
"""

from django.db import migrations

from central_offices.roles_in_sql import holds, office
from kernel.triggers import begins_as, ends, only_grows, refused_if, stays

ROLES = "'REVIEWER', 'SECOND_REVIEWER'"
FIRST_OR_SECOND = "'SECOND_REVIEWER', CASE WHEN NOT NEW.second THEN 'REVIEWER' END"
REVIEWER = f"""NOT {holds("NEW.reviewer_id", FIRST_OR_SECOND, at="SECRETARIAT")}
  OR EXISTS (
    SELECT FROM public.notices_noticeversion v JOIN public.notices_notice n ON n.id = v.notice_id
    WHERE v.id = NEW.notice_version_id AND n.owner_office_id = {office("NEW.reviewer_id")})
  OR NEW.sha256 IS DISTINCT FROM (
    SELECT v.sha256 FROM public.notices_noticeversion v WHERE v.id = NEW.notice_version_id)"""
# Each condition of the colour on the day of the release has its answer, and none stops.
INCOMPLETE = """NEW.outcome = 'PASS' AND NOT NEW.second AND (
    EXISTS (
      SELECT FROM public.notices_reviewitem i
      JOIN public.notices_condition c ON c.id = i.condition_id
      WHERE i.review_id = NEW.id AND c.severity <> 'INFO' AND (
        i.result <> 'PASS' OR c.severity = 'BLOCK' AND i.automatic = 'FAIL'
        OR i.automatic IN ('ASK', 'FAIL') AND btrim(i.comment) = ''))
    OR NOT EXISTS (SELECT FROM public.notices_reviewitem i WHERE i.review_id = NEW.id)
    OR EXISTS (
      SELECT FROM public.notices_noticeversion v
      JOIN public.notices_notice n ON n.id = v.notice_id
      JOIN public.notices_condition c ON c.colour = n.colour
      WHERE v.id = NEW.notice_version_id AND c.severity <> 'INFO'
        AND c.valid_from <= (n.requested_at AT TIME ZONE 'UTC')::date
        AND (c.valid_to IS NULL OR c.valid_to > (n.requested_at AT TIME ZONE 'UTC')::date)
        AND NOT EXISTS (
          SELECT FROM public.notices_reviewitem i
          WHERE i.review_id = NEW.id AND i.condition_id = c.id)))"""
DECIDED = """EXISTS (
    SELECT FROM public.notices_review r WHERE r.id = NEW.review_id AND r.outcome <> '')"""
RELEASED = """NEW.released_by_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM public.central_offices_officer o
    JOIN public.central_offices_centraloffice s ON s.id = o.office_id
    WHERE o.id = NEW.released_by_id AND o.kind = 'HUMAN'
      AND (s.id = NEW.owner_office_id
        OR s.kind = 'SECRETARIAT' AND NEW.release_asked_because <> ''))"""


def by_reviewer(column: str) -> str:
    reviews = holds(f"NEW.{column}", ROLES, at="SECRETARIAT")
    own = f"{office(f'NEW.{column}')} = NEW.owner_office_id"
    return f"NEW.colour <> 'UN' AND NEW.{column} IS NOT NULL AND (NOT {reviews} OR {own})"


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0008_reviewed_by_chance"),
        ("kernel", "0003_refusals"),
        ("central_offices", "0015_roles_by_two_persons"),
    ]
    operations = [
        begins_as("review_begins_open", "notices_review", [""],
                  "A review begins undecided.", column="outcome"),
        stays("review_stays_of_its_version", "notices_review",
              ["notice_version_id", "reviewer_id", "second", "sha256", "started_at"],
              "A review stays with its version and its reviewer."),
        refused_if("review_by_the_secretariat", "notices_review", ["outcome"], REVIEWER,
                   "A notice is reviewed by a person of the Secretariat who holds the role."),
        refused_if("review_passes_complete", "notices_review", ["outcome"], INCOMPLETE,
                   "A review passes with every item of the check-list answered."),
        refused_if("review_item_before_the_decision", "notices_reviewitem", ["review_id"], DECIDED,
                   "Nothing is added to a decided review."),
        stays("review_item_stays_of_its_review", "notices_reviewitem",
              ["review_id", "condition_id", "automatic", "automatic_reason"],
              "What the rule said of a condition stays."),
        refused_if("notice_released_by_its_office", "notices_notice", ["released_by_id"], RELEASED,
                   "A notice is released by a person of its office, or of the Secretariat if asked."),
        refused_if("notice_reviewed_by_the_secretariat", "notices_notice", ["reviewer_id"],
                   by_reviewer("reviewer_id"),
                   "A notice is reviewed by a person of the Secretariat who holds the role."),
        refused_if("notice_confirmed_by_the_secretariat", "notices_notice", ["second_reviewer_id"],
                   by_reviewer("second_reviewer_id"),
                   "A notice is confirmed by a person of the Secretariat who holds the role."),
        refused_if("notice_published_by_the_secretariat", "notices_notice", ["published_by_id"],
                   by_reviewer("published_by_id"),
                   "A notice is published by a person of the Secretariat who holds the role."),
        refused_if("notice_has_its_own_version", "notices_notice", ["current_version_id"],
                   """NEW.current_version_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM public.notices_noticeversion v
    WHERE v.id = NEW.current_version_id AND v.notice_id = NEW.id)""",
                   "The version of a notice is one of its own."),
        only_grows("notice_writers_stay", "notices_notice", "written_by",
                   "Who wrote of a notice stays known."),
        stays("notice_published_when_it_was", "notices_notice", ["published_at"],
              "When a notice was published stays.",
              "OLD.published_at IS NOT NULL AND OLD.colour <> 'UN'"),
        ends("notice_that_ended_has_ended", "notices_notice",
             ["REFUSED", "CANCELLED", "EXPIRED", "DELETED"],
             "A notice that ended is never in force again.",
             "OLD.colour <> 'UN' OR OLD.status <> 'CANCELLED'"),
    ]
