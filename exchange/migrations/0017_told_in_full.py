"""Clocks whose whole ladder was told before the columns were there are not looked at again."""

from django.db import migrations

TOLD = """
UPDATE exchange_requestrecipient r SET told_for = r.next_due
WHERE r.next_due IS NOT NULL AND 3 = (
  SELECT count(*) FROM exchange_escalation e WHERE e.recipient_id = r.id AND e.due = r.next_due
)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0016_what_is_due'),
    ]

    operations = [
        migrations.RunSQL(TOLD, migrations.RunSQL.noop),
    ]
