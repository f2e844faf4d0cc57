"""Texts of portfolios change by two persons, and a portfolio says what its text of today says."""

from django.db import migrations

from central_offices.dated_rules.guard import changed_by_two

SAYS = """
CREATE FUNCTION portfolio_says_its_text() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT public.kernel_by_the_owner(TG_RELID) AND NOT EXISTS (
      SELECT FROM public.policies_portfoliotext t
      WHERE t.code = NEW.code AND t.names = NEW.names AND t.scopes = NEW.scopes
        AND t.valid_from <= (now() AT TIME ZONE 'UTC')::date
        AND (t.valid_to IS NULL OR t.valid_to > (now() AT TIME ZONE 'UTC')::date)) THEN
    RAISE EXCEPTION 'A portfolio says what its text of today says.'
      USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER portfolio_says_its_text BEFORE UPDATE OF names, scopes ON policies_portfolio
  FOR EACH ROW EXECUTE FUNCTION portfolio_says_its_text();
"""
BACK = """
DROP TRIGGER portfolio_says_its_text ON policies_portfolio;
DROP FUNCTION portfolio_says_its_text();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0007_texts_as_they_are"),
        ("central_offices", "0028_rules_by_two_persons"),
    ]
    operations = [
        changed_by_two("policies_portfoliotext"),
        migrations.RunSQL(SAYS, BACK),
    ]
