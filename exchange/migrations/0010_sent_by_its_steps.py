"""A request leaves approved by who may, no lower than its case, and is then with its offices.

What asks for a second person was approved by one who holds the role, or left flash on the word of a
duty officer (docs/laws.md T1, F18).
"""

from django.db import migrations

from central_offices.roles_in_sql import holds
from kernel.triggers import ends, holds_at_commit, only_grows, refused_if, stays

# Of which office, another trigger asks.
MAY_APPROVE = """'HEAD', (
    SELECT 'SUPERVISOR' FROM public.exchange_requesttype t
    WHERE t.id = NEW.type_id AND t.release = 'SUPERVISOR')"""
APPROVED = f"NEW.approved_by_id IS NOT NULL AND NOT {holds('NEW.approved_by_id', MAY_APPROVE)}"
LEFT = f"""
  r.status IN ('SENT', 'CLOSED', 'UNDER_REVIEW') AND r.approved_by_id IS NULL
  AND EXISTS (
    SELECT FROM public.exchange_requesttype t WHERE t.id = r.type_id AND t.release <> 'NONE')
  AND (r.approval_due IS NULL
    OR NOT {holds("r.submitted_by_id", "'DUTY_OFFICER'")})
"""
LEAVES = (
    "OLD.status NOT IN ('SENT', 'CLOSED') AND NEW.status IN ('SENT', 'CLOSED', 'UNDER_REVIEW')"
)
BELOW = """
  r.status <> 'DISCARDED' AND r.classification < (
    SELECT c.classification FROM public.cases_case c WHERE c.id = r.case_id)
"""
NOT_LEFT = """
  r.status <> 'DRAFT' AND NOT EXISTS (
    SELECT FROM public.exchange_request q
    WHERE q.id = r.request_id AND q.status IN ('SENT', 'CLOSED', 'RECALLED'))
"""
LOWER = """NEW.lowered_because = '' AND NEW.classification < (
    SELECT q.classification FROM public.exchange_request q WHERE q.id = NEW.request_id)"""
ARRIVED = "OLD.delivered_at IS NOT NULL AND NEW.delivered_at IS NULL"
ENDED = {
    "exchange_request": ["REFUSED", "RECALLED", "DISCARDED"],
    "exchange_requestrecipient": ["RECALLED"],
    "exchange_consent": ["REFUSED", "WITHDRAWN"],
    "exchange_transfer": ["ACCEPTED", "DECLINED", "WITHDRAWN", "LAPSED"],
    "exchange_arrest": ["RELEASED"],
    "exchange_shifthandover": ["ACKNOWLEDGED"],
}


WORDS = ["type_id", "urgency", "ask", "facts", "legal_basis", "subject_ids", "persons"]
# Whoever writes as the owner puts a past in place; the application drafts and sends.
BY_APPLICATION = "NOT kernel_by_the_owner('exchange_request'::regclass::oid)"
BEGUN = f"""
CREATE TRIGGER request_begins_as_a_draft BEFORE INSERT ON exchange_request
  FOR EACH ROW WHEN (NEW.status <> 'DRAFT' AND {BY_APPLICATION})
  EXECUTE FUNCTION kernel_refuse('A request begins as a draft.');
CREATE FUNCTION exchange_named_in_the_draft() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.status <> 'DRAFT' OR NOT EXISTS (
      SELECT FROM public.exchange_request q WHERE q.id = NEW.request_id AND q.status = 'DRAFT') THEN
    RAISE EXCEPTION 'An office is named while the request is a draft.'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recipient_named_in_the_draft BEFORE INSERT ON exchange_requestrecipient
  FOR EACH ROW WHEN ({BY_APPLICATION}) EXECUTE FUNCTION exchange_named_in_the_draft();
CREATE TRIGGER recipient_reached_when_sent
  BEFORE INSERT OR UPDATE OF delivered_at ON exchange_requestrecipient FOR EACH ROW
  WHEN (NEW.delivered_at IS NOT NULL AND NEW.status IN ('DRAFT', 'QUEUED') AND {BY_APPLICATION})
  EXECUTE FUNCTION kernel_refuse('What has not been sent has not been delivered.');
"""
NOT_BEGUN = """
DROP TRIGGER recipient_reached_when_sent ON exchange_requestrecipient;
DROP TRIGGER recipient_named_in_the_draft ON exchange_requestrecipient;
DROP FUNCTION exchange_named_in_the_draft();
DROP TRIGGER request_begins_as_a_draft ON exchange_request;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0009_a_recipient_ends_seeing"),
        ("kernel", "0004_by_the_owner"),
        ("central_offices", "0015_roles_by_two_persons"),
    ]
    operations = [
        migrations.RunSQL(BEGUN, NOT_BEGUN),
        stays("request_says_what_was_sent", "exchange_request", WORDS,
              "The words of a request stay once it is no draft.",
              f"OLD.status <> 'DRAFT' AND NEW.status <> 'DRAFT' AND {BY_APPLICATION}"),
        *(ends(f"{table}_ended", table, states, "What has ended is not taken up again.")
          for table, states in ENDED.items()),
        only_grows("request_writers_stay", "exchange_request", "written_by",
                   "Who wrote of a request stays known."),
        refused_if("request_approved_by_who_may", "exchange_request", ["approved_by_id"], APPROVED,
                   "A request is approved by a person of its office who holds the role."),
        holds_at_commit("request_left_by_its_steps", "exchange_request", ["UPDATE OF status"], LEFT,
                        "A request leaves approved by a second person where its type says so.",
                        LEAVES),
        holds_at_commit("request_no_lower_than_its_case", "exchange_request",
                        ["UPDATE OF status"], BELOW, "A request is no lower than its case.",
                        "OLD.status = 'DRAFT' AND NEW.status <> 'DRAFT'"),
        stays("request_keeps_its_level", "exchange_request", ["classification"],
              "The level of a request stays once it is no draft.",
              "OLD.status <> 'DRAFT' AND NEW.classification < OLD.classification"),
        holds_at_commit("recipient_asked_by_what_left", "exchange_requestrecipient",
                        ["UPDATE OF status"], NOT_LEFT,
                        "An office is asked when the request is sent.",
                        "OLD.status = 'DRAFT' AND NEW.status <> 'DRAFT'"),
        stays("recipient_was_reached", "exchange_requestrecipient", ["delivered_at"],
              "What was delivered was delivered.", ARRIVED),
        refused_if("contribution_no_lower_than_asked", "exchange_contribution",
                   ["classification", "lowered_because"], LOWER,
                   "What is said below the level of its request says why."),
    ]
