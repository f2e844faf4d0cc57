"""A case and a record keep their owner; nobody sees a case but by owner and shares."""

from django.db import migrations

from kernel.triggers import holds_at_commit, stays

SEEN = """
  NOT r.seen_by <@ ARRAY(
    SELECT o.number::int FROM public.central_offices_centraloffice o
    WHERE o.id = r.owner_office_id OR o.id IN (
      SELECT s.office_id FROM public.cases_caseshare s
      WHERE s.case_id = r.id AND s.ended_at IS NULL))
"""
PORTFOLIOS = """
CREATE FUNCTION cases_case_has_a_portfolio() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.cases_case WHERE id = OLD.case_id)
    AND NOT EXISTS (SELECT FROM public.cases_case_portfolios WHERE case_id = OLD.case_id) THEN
    RAISE EXCEPTION 'A case belongs to a portfolio.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'case_has_a_portfolio';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER case_has_a_portfolio AFTER DELETE ON cases_case_portfolios
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_case_has_a_portfolio();
"""
PORTFOLIOS_BACK = """
DROP TRIGGER case_has_a_portfolio ON cases_case_portfolios;
DROP FUNCTION cases_case_has_a_portfolio();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("kernel", "0003_refusals")]
    operations = [
        stays("case_stays_with_its_owner", "cases_case", ["owner_office_id"],
              "A case stays with the office that opened it."),
        stays("record_stays_with_its_owner", "cases_subject", ["owner_office_id"],
              "A record stays with the office that keeps it."),
        holds_at_commit("case_seen_by_owner_and_shares", "cases_case",
                        ["INSERT", "UPDATE OF seen_by"], SEEN,
                        "A case is seen by its owner and by whom it is shared with."),
        migrations.RunSQL(PORTFOLIOS, PORTFOLIOS_BACK),
    ]
