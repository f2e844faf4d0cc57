"""What was typed as a nationality, an issuer or a country of birth becomes a claimed status."""

from django.db import migrations

FORWARD = """
INSERT INTO cases_protectedstatus (id, subject_id, kind, granted_by, source, entered_by_id, entered_at)
SELECT DISTINCT ON (s.id) uuidv7(), s.id, 'CLAIMED', ''::bytea, found.code, s.created_by_id, s.created_at
FROM cases_subject s JOIN (
  SELECT subject_id, jurisdiction_id AS code FROM cases_nationality
  UNION SELECT subject_id, issuer_id FROM cases_iddocument
  UNION SELECT subject_id, birth_country_id FROM cases_identity
) found ON found.subject_id = s.id AND found.code IN ('XXB', 'XXC')
ORDER BY s.id, found.code;
DELETE FROM cases_nationality WHERE jurisdiction_id IN ('XXB', 'XXC');
UPDATE cases_iddocument SET issuer_id = NULL WHERE issuer_id IN ('XXB', 'XXC');
UPDATE cases_identity SET birth_country_id = NULL WHERE birth_country_id IN ('XXB', 'XXC');
"""
# As nationalities again: which of the three it was is not kept.
BACK = """
INSERT INTO cases_nationality (subject_id, jurisdiction_id, status)
SELECT DISTINCT subject_id, source, 'CLAIMED' FROM cases_protectedstatus
WHERE source IN ('XXB', 'XXC') AND subject_id IS NOT NULL
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_protected_status")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
