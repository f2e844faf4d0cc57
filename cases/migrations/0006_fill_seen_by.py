"""Write for every subject the offices that see a case of it."""

from django.db import migrations

FILL = """
UPDATE cases_subject s SET seen_by = seen.numbers FROM (
  SELECT l.subject_id, array_agg(DISTINCT n ORDER BY n) AS numbers
  FROM cases_casesubject l JOIN cases_case c ON c.id = l.case_id, unnest(c.seen_by) n
  GROUP BY l.subject_id
) seen WHERE seen.subject_id = s.id
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_seen_by_of_subjects")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
