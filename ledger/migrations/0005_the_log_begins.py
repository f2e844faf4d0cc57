"""The log begins empty; the sealing task takes in what was sealed before."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_log")]
    operations = [
        migrations.RunSQL(
            "INSERT INTO public.ledger_logstate (id, size) VALUES (1, 0)", migrations.RunSQL.noop
        )
    ]
