"""Entries of the catalogue change by two persons, from a day to come; one of a code on a day."""

import django.contrib.postgres.constraints
from django.contrib.postgres.fields import RangeOperators
from django.db import migrations, models

from central_offices.dated_rules.guard import changed_by_two

UNDER = "cases_offence_portfolios"
PORTFOLIOS = f"""
CREATE FUNCTION offence_keeps_portfolios() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  offence constant bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.offence_id ELSE NEW.offence_id END;
BEGIN
  -- With a row that has begun, its portfolios stay; with one that is taken back, they go.
  IF NOT public.kernel_by_the_owner(TG_RELID)
    AND NOT (TG_OP = 'INSERT' AND public.central_offices_being_set_up())
    AND (TG_OP = 'UPDATE' OR NOT EXISTS (
      SELECT FROM public.cases_offence o
      JOIN public.central_offices_rulechange c ON c."table" = 'cases_offence'
      WHERE o.id = offence AND o.valid_from > (now() AT TIME ZONE 'UTC')::date
        AND c.status = 'CONFIRMED' AND c.decided_in = pg_current_xact_id()::text::bigint
        AND c.key ->> 'code' = o.code)) THEN
    RAISE EXCEPTION 'Two persons change a rule.' USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER offence_keeps_portfolios BEFORE INSERT OR UPDATE OR DELETE ON {UNDER}
  FOR EACH ROW EXECUTE FUNCTION offence_keeps_portfolios();
"""
BACK = f"""
DROP TRIGGER offence_keeps_portfolios ON {UNDER};
DROP FUNCTION offence_keeps_portfolios();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_numbers_are_no_names"),
        ("central_offices", "0028_rules_by_two_persons"),
    ]
    operations = [
        migrations.AddConstraint(
            "offence",
            django.contrib.postgres.constraints.ExclusionConstraint(
                name="one_offence_at_a_time",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (
                        models.Func(
                            models.F("valid_from"), models.F("valid_to"), function="daterange"
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ),
        changed_by_two("cases_offence"),
        migrations.RunSQL(PORTFOLIOS, BACK),
    ]
