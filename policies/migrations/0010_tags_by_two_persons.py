"""Tags change by two persons, from a day to come; records carry tags of the list only."""

from django.db import migrations

from central_offices.dated_rules.guard import changed_by_two

KNOWN = """
CREATE FUNCTION carries_known_tags() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM unnest(NEW.tags) AS carried(code)
      WHERE NOT EXISTS (SELECT FROM public.policies_tag t WHERE t.code = carried.code)) THEN
    RAISE EXCEPTION 'A tag is of the list of tags, and nobody''s own words.'
      USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0009_tags"),
        ("central_offices", "0028_rules_by_two_persons"),
    ]
    operations = [
        changed_by_two("policies_tag"),
        migrations.RunSQL(KNOWN, "DROP FUNCTION carries_known_tags();"),
    ]
