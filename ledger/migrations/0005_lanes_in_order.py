"""What may go next is found by an index: the urgent lane first, then by number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_arrival")]
    operations = [
        migrations.RemoveIndex("delivery", "delivery_open"),
        migrations.AddIndex(
            "delivery",
            models.Index(
                condition=models.Q(status="QUEUED"),
                fields=["destination", "-lane", "seq"],
                name="delivery_open",
            ),
        ),
    ]
