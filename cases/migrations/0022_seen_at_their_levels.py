from django.db import migrations

# Each office, four times its number and the level of the case through which it sees the person.
FORWARD = """
UPDATE cases_subject AS s SET seen_at = coalesce((
  SELECT array_agg(DISTINCT number * 4 + c.classification ORDER BY number * 4 + c.classification)
  FROM cases_casesubject l JOIN cases_case c ON c.id = l.case_id, unnest(c.seen_by) AS number
  WHERE l.subject_id = s.id), '{}');
UPDATE cases_namekey AS k SET seen_at = s.seen_at FROM cases_subject s WHERE s.id = k.subject_id;
"""
BACK = """
UPDATE cases_subject SET seen_at = ARRAY(SELECT DISTINCT at / 4 FROM unnest(seen_at) at ORDER BY 1);
UPDATE cases_namekey AS k SET seen_at = s.seen_at FROM cases_subject s WHERE s.id = k.subject_id;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_seen_at_levels")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
