"""A case carries tags of the list only."""

from django.db import migrations

KNOWN = """
CREATE TRIGGER case_carries_known_tags BEFORE INSERT OR UPDATE OF tags ON cases_case
  FOR EACH ROW WHEN (NEW.tags <> '{}') EXECUTE FUNCTION carries_known_tags();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0019_tags_of_cases"),
        ("policies", "0010_tags_by_two_persons"),
    ]
    operations = [
        migrations.RunSQL(KNOWN, "DROP TRIGGER case_carries_known_tags ON cases_case;"),
    ]
