"""The order in which messages arrived: the cursor of a mailbox. A dead letter keeps its number."""

from django.db import migrations, models

FILL = """
UPDATE ledger_delivery d SET arrival = nextval('ledger_arrival') FROM (
  SELECT id FROM ledger_delivery WHERE status = 'DELIVERED' ORDER BY delivered_at, place
) ordered WHERE ordered.id = d.id;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_place")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE ledger_arrival", "DROP SEQUENCE ledger_arrival"),
        migrations.AddField(
            "delivery",
            "arrival",
            models.BigIntegerField(null=True, help_text="In which order it was delivered"),
        ),
        migrations.AddField("delivery", "confirmed_at", models.DateTimeField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "delivery",
            models.Index(
                condition=models.Q(status="DELIVERED"),
                fields=["destination", "lane", "arrival"],
                name="delivery_mailbox",
            ),
        ),
    ]
