"""The order in which messages arrived: the cursor of a mailbox. A dead letter keeps its number."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE ledger_arrival", "DROP SEQUENCE ledger_arrival")
    ]
