"""Webhooks: the secrets that they are signed with, every call as evidence, calls by hand."""

import kernel.ids
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('central_offices', '0005_rights_change_at'),
        ('ledger', '0005_lanes_in_order'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Errand',
            fields=[
                ('id', models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('begun_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('http_status', models.PositiveSmallIntegerField(null=True)),
                ('ms', models.PositiveIntegerField(null=True)),
                ('error', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'test call',
            },
        ),
        migrations.CreateModel(
            name='WebhookSecret',
            fields=[
                ('id', models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='attempt',
            name='answer',
            field=models.TextField(blank=True, help_text='How the answer begins; for the agency only'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='bytes',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='attempt',
            name='http_status',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='attempt',
            name='kind',
            field=models.CharField(blank=True, help_text='What kind of error', max_length=20),
        ),
        migrations.AddField(
            model_name='attempt',
            name='ms',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='delivery',
            name='posted_at',
            field=models.DateTimeField(help_text='When it was last sent by webhook: since then it may have arrived', null=True),
        ),
        migrations.AddField(
            model_name='destination',
            name='disabled_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='destination',
            name='disabled_why',
            field=models.CharField(blank=True, choices=[('GONE', 'its system answered 410: nobody receives there any more'), ('FAILING', 'every attempt of five days failed')], max_length=20),
        ),
        migrations.AddField(
            model_name='destination',
            name='failing_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='attempt',
            name='error',
            field=models.TextField(blank=True, help_text='Empty: it arrived'),
        ),
        migrations.AddConstraint(
            model_name='destination',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('mode', 'WEBHOOK'), _negated=True), models.Q(('url', ''), _negated=True), _connector='OR'), name='webhook_has_an_address'),
        ),
        migrations.AddConstraint(
            model_name='destination',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('disabled_at', None), ('disabled_why', '')), models.Q(('disabled_at__isnull', False), models.Q(('disabled_why', ''), _negated=True)), _connector='OR'), name='disabled_says_why'),
        ),
        migrations.AddField(
            model_name='errand',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='errand',
            name='delivery',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='errands', to='ledger.delivery'),
        ),
        migrations.AddField(
            model_name='errand',
            name='destination',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='errands', to='ledger.destination'),
        ),
        migrations.AddField(
            model_name='webhooksecret',
            name='destination',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='secrets', to='ledger.destination'),
        ),
        migrations.AddIndex(
            model_name='errand',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['asked_at'], name='errand_open'),
        ),
        migrations.AddIndex(
            model_name='errand',
            index=models.Index(fields=['destination', '-asked_at'], name='errand_of'),
        ),
        migrations.AddConstraint(
            model_name='webhooksecret',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_at', None)), fields=('destination',), name='one_secret_for_good'),
        ),
    ]
