"""The one suspension of a notice becomes that of the side which had it."""

from django.db import migrations

FORWARD = """
UPDATE notices_notice SET
  owner_suspends_until =
    CASE WHEN suspended_by_id = owner_office_id THEN suspended_until END,
  secretariat_suspends_until =
    CASE WHEN suspended_by_id <> owner_office_id THEN suspended_until END
WHERE status = 'SUSPENDED'
"""
# The Secretariat's day wins where both suspend: then it decides about lifting, as before.
BACK = """
UPDATE notices_notice SET
  suspended_until = coalesce(secretariat_suspends_until, owner_suspends_until),
  suspended_by_id = CASE WHEN secretariat_suspends_until IS NULL THEN owner_office_id ELSE
    (SELECT id FROM central_offices_centraloffice WHERE kind = 'SECRETARIAT') END
WHERE status = 'SUSPENDED'
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0012_two_suspensions")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
