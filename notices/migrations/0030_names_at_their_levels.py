from django.db import migrations

FORWARD = """
UPDATE cases_namekey AS k SET seen_at = ARRAY(
  SELECT number * 4 + n.classification FROM unnest(n.seen_by) AS number ORDER BY 1)
FROM notices_notice n WHERE n.id = k.notice;
"""
BACK = """
UPDATE cases_namekey AS k SET seen_at = n.seen_by FROM notices_notice n WHERE n.id = k.notice;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0029_papers_say_who_left"),
        ("cases", "0022_seen_at_their_levels"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
