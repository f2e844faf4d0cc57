"""Requests that stand, for a claim's look back; and reviews of which only reviewers know."""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION exchange_standing(p_persons uuid[], p_offices bigint[])
RETURNS TABLE (act uuid, owner bigint, persons uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.id, r.owner_office_id, r.subject_ids FROM public.exchange_request r
  WHERE r.subject_ids <> '{}' AND r.status IN ('SENT', 'UNDER_REVIEW')
    AND (r.subject_ids && p_persons OR r.owner_office_id = ANY (p_offices))
$$;
REVOKE ALL ON FUNCTION exchange_standing(uuid[], bigint[]) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0011_acts_are_not_taken_away")]
    operations = [
        migrations.AddField(
            model_name="requestreview",
            name="unannounced",
            field=models.BooleanField(
                default=False, help_text="Begun after it had left: only reviewers know of it"
            ),
        ),
        migrations.RunSQL(FORWARD, "DROP FUNCTION exchange_standing(uuid[], bigint[]);"),
    ]
