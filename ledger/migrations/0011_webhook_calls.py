"""A call of a webhook that somebody asked for is called one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0010_of_thread'),
    ]

    operations = [
        migrations.RenameModel(
            old_name='Errand',
            new_name='WebhookCall',
        ),
        migrations.AlterField(
            model_name='webhookcall',
            name='destination',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='webhook_calls', to='ledger.destination'),
        ),
        migrations.AlterField(
            model_name='webhookcall',
            name='delivery',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='webhook_calls', to='ledger.delivery'),
        ),
        migrations.RenameIndex(
            model_name='webhookcall',
            old_name='errand_open',
            new_name='webhook_call_open',
        ),
        migrations.RenameIndex(
            model_name='webhookcall',
            old_name='errand_of',
            new_name='webhook_call_of',
        ),
    ]
