"""A request carries tags of the list only."""

from django.db import migrations

KNOWN = """
CREATE TRIGGER request_carries_known_tags BEFORE INSERT OR UPDATE OF tags ON exchange_request
  FOR EACH ROW WHEN (NEW.tags <> '{}') EXECUTE FUNCTION carries_known_tags();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0015_portfolios_and_tags_of_requests"),
        ("policies", "0010_tags_by_two_persons"),
    ]
    operations = [
        migrations.RunSQL(KNOWN, "DROP TRIGGER request_carries_known_tags ON exchange_request;"),
    ]
