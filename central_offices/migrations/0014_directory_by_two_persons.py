"""How an office is reached, and the effect of a red notice there, are changed by two persons."""

from django.db import migrations, models

KINDS = [
    ("ACCOUNT", "New account"),
    ("ROLE", "Role"),
    ("CLEARANCE", "Higher clearance"),
    ("MOVE", "Move to the office"),
    ("ENABLE", "Disabled account opened again"),
    ("CLIENT", "New API client"),
    ("CLIENT_RIGHTS", "More rights of an API client"),
    ("KEY", "Key of the office's own system"),
    ("FACTORS", "Second factor taken away"),
    ("END_ROLE", "Role of the last head ended"),
    ("DISABLE", "Account of the last head disabled"),
    ("ENTRY", "Entry in the directory"),
]
# Migrations and the first seed write as the owner of the tables.
FORWARD = """
CREATE FUNCTION entry_changed_by_two() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  was jsonb := to_jsonb(OLD);
  entry jsonb := to_jsonb(NEW);
  field text;
BEGIN
  FOREACH field IN ARRAY ARRAY['contact_point', 'emergency_phone', 'red_notice_effect'] LOOP
    IF entry -> field IS DISTINCT FROM was -> field AND current_user = 'iisa_app'
      AND NOT EXISTS (
        SELECT FROM public.central_offices_accesschange c
        WHERE c.office_id = NEW.id AND c.kind = 'ENTRY' AND c.status = 'CONFIRMED'
          AND c.content -> field = entry -> field) THEN
      RAISE EXCEPTION 'Two persons change how an office is reached.' USING ERRCODE = '23514';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_changed_by_two AFTER UPDATE ON central_offices_centraloffice
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION entry_changed_by_two();
"""
BACK = """
DROP TRIGGER entry_changed_by_two ON central_offices_centraloffice;
DROP FUNCTION entry_changed_by_two();
"""


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0013_an_office_stays_with_its_country")]
    operations = [
        migrations.AlterField(
            "accesschange", "kind", models.CharField(choices=KINDS, max_length=13)
        ),
        migrations.AddConstraint(
            "accesschange",
            models.UniqueConstraint(
                fields=["office"],
                condition=models.Q(kind="ENTRY", status__in=["PENDING", "AGREED", "OBJECTED"]),
                name="one_change_of_an_entry_waits",
            ),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
