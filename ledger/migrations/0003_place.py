"""Every delivery knows its place among all messages to its destination, across both lanes."""

from django.db import migrations, models

FILL = """
UPDATE ledger_delivery d SET place = ranked.place FROM (
  SELECT id, row_number() OVER (PARTITION BY destination_id ORDER BY id) AS place FROM ledger_delivery
) ranked WHERE ranked.id = d.id;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [
        migrations.AddField(
            "delivery",
            "place",
            models.BigIntegerField(
                default=0, help_text="Its place among all messages to the destination"
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "delivery",
            models.UniqueConstraint(fields=["destination", "place"], name="one_delivery_a_place"),
        ),
        migrations.RemoveIndex("delivery", "delivery_undone"),
        migrations.AddIndex(
            "delivery",
            models.Index(
                condition=models.Q(status__in=["QUEUED", "DEAD"]),
                fields=["destination", "thread", "place"],
                name="delivery_undone",
            ),
        ),
    ]
