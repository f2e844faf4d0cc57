"""Who set portfolios, offences, level and conditions of a case, and a person's part in it.

Whoever opened the case or put the person in stands in columns of their own; those who changed it
since are read from the ledger. A change whose detail was purged counts.
"""

from django.db import migrations

CASES = """
UPDATE cases_case c SET written_by = found.writers
FROM (
  SELECT e.subject_id, array_agg(DISTINCT e.actor_id ORDER BY e.actor_id) AS writers
  FROM ledger_event e LEFT JOIN ledger_eventdetail d ON d.event_id = e.id
  WHERE e.verb IN ('case.edit', 'case.lower_level') AND NOT e.denied AND e.actor_id IS NOT NULL
    AND (e.verb = 'case.lower_level' OR d.body IS NULL OR d.body ?|
      ARRAY['portfolios', 'offences', 'classification', 'handling_codes', 'handling_note'])
  GROUP BY e.subject_id
) found
WHERE found.subject_id = c.id
"""
PARTS = """
UPDATE cases_casesubject p SET written_by = found.writers
FROM (
  SELECT e.case_id, e.subject_id, array_agg(DISTINCT e.actor_id ORDER BY e.actor_id) AS writers
  FROM ledger_event e
  WHERE e.verb = 'case.change_part' AND NOT e.denied AND e.actor_id IS NOT NULL
  GROUP BY e.case_id, e.subject_id
) found
WHERE found.case_id = p.case_id AND found.subject_id = p.subject_id
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_who_set_it"), ("ledger", "0004_log")]
    operations = [migrations.RunSQL([CASES, PARTS], migrations.RunSQL.noop)]
