"""The clearance of somebody who decides about what others did is lowered by two persons."""

from importlib import import_module

from django.db import migrations, models

TAKEN = import_module("central_offices.migrations.0024_taken_away_by_two")
LOWERED_TOO = TAKEN.BY_TWO_OR_SUSPENDED.replace(
    "NEW.kind IN ('END_ROLE', 'DISABLE')", "NEW.kind IN ('END_ROLE', 'DISABLE', 'LOWER')"
)
LOWERED = f"""
CREATE FUNCTION clearance_lowered_by_two() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF public.central_offices_holds(NEW.id, ARRAY[{TAKEN.DECIDING.strip("()")}])
    AND NOT EXISTS (SELECT FROM public.{TAKEN.CHANGES} c
      WHERE c.kind = 'LOWER' AND c.person_id = NEW.id AND c.status = 'CONFIRMED'
        AND c.{TAKEN.THIS} AND (c.content ->> 'clearance')::integer <= NEW.clearance) THEN
    RAISE EXCEPTION 'Two persons take away who decides about what others did.'
      USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER clearance_lowered_by_two AFTER UPDATE OF clearance ON {TAKEN.OFFICERS}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.clearance < OLD.clearance AND NEW.office_id = OLD.office_id AND NEW.kind = 'HUMAN'
    AND OLD.password NOT LIKE '!%'
    AND {TAKEN.APPLICATION.format(TAKEN.OFFICERS)} AND NOT central_offices_being_set_up())
  EXECUTE FUNCTION clearance_lowered_by_two();
"""
LOWERED_BACK = f"""
DROP TRIGGER clearance_lowered_by_two ON {TAKEN.OFFICERS};
DROP FUNCTION clearance_lowered_by_two();
"""


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0025_factor_of_others")]
    operations = [
        migrations.AlterField(
            model_name="accesschange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ACCOUNT", "New account"),
                    ("ROLE", "Role"),
                    ("CLEARANCE", "Higher clearance"),
                    ("MOVE", "Move to the office"),
                    ("ENABLE", "Disabled account opened again"),
                    ("CLIENT", "New API client"),
                    ("CLIENT_RIGHTS", "More rights of an API client"),
                    ("KEY", "Key of the office's own system"),
                    ("FACTORS", "Second factor taken away"),
                    ("END_ROLE", "Role ended"),
                    ("DISABLE", "Account disabled"),
                    ("LOWER", "Lower clearance"),
                    ("ENTRY", "Entry in the directory"),
                ],
                max_length=13,
            ),
        ),
        migrations.RunSQL(LOWERED_TOO, TAKEN.BY_TWO_OR_SUSPENDED),
        migrations.RunSQL(LOWERED, LOWERED_BACK),
    ]
