"""Names of the field: transfers, shift handovers, text blocks, consents."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0017_told_in_full'),
    ]

    operations = [
        migrations.RenameModel(
            old_name='CannedText',
            new_name='TextBlock',
        ),
        migrations.RenameModel(
            old_name='HandoverNote',
            new_name='ShiftHandover',
        ),
        migrations.RenameModel(
            old_name='Passing',
            new_name='Transfer',
        ),
        migrations.AlterModelOptions(
            name='consent',
            options={'ordering': ['-asked_at', '-id'], 'verbose_name': 'consent', 'verbose_name_plural': 'consents'},
        ),
        migrations.AlterModelOptions(
            name='shifthandover',
            options={'verbose_name': 'shift note'},
        ),
        migrations.AlterModelOptions(
            name='transfer',
            options={'ordering': ['-made_at', '-id'], 'verbose_name': 'transfer'},
        ),
        migrations.AlterModelOptions(
            name='textblock',
            options={'ordering': ['title', 'id'], 'verbose_name': 'text block'},
        ),
        migrations.AlterField(
            model_name='consent',
            name='status',
            field=models.CharField(choices=[('ASKED', 'Asked'), ('GRANTED', 'Given'), ('REFUSED', 'Refused'), ('WITHDRAWN', 'Withdrawn')], default='ASKED', max_length=10),
        ),
        migrations.RemoveConstraint(
            model_name='textblock',
            name='canned_title_once',
        ),
        migrations.RemoveConstraint(
            model_name='textblock',
            name='canned_text_says_something',
        ),
        migrations.AddConstraint(
            model_name='textblock',
            constraint=models.UniqueConstraint(fields=('office', 'title'), name='text_block_title_once'),
        ),
        migrations.AddConstraint(
            model_name='textblock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='text_block_says_something'),
        ),
        migrations.RemoveConstraint(
            model_name='shifthandover',
            name='handover_says_something',
        ),
        migrations.AddConstraint(
            model_name='shifthandover',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='shift_handover_says_something'),
        ),
        migrations.RenameIndex(
            model_name='shifthandover',
            old_name='handover_of_office',
            new_name='shift_handover_of_office',
        ),
        migrations.AlterField(
            model_name='shifthandover',
            name='items',
            field=models.JSONField(blank=True, default=list, help_text='recipient, status and due of each open request'),
        ),
        migrations.RemoveConstraint(
            model_name='transfer',
            name='passing_has_a_note',
        ),
        migrations.RemoveConstraint(
            model_name='transfer',
            name='passing_between_two',
        ),
        migrations.RemoveConstraint(
            model_name='transfer',
            name='passing_declined_with_reason',
        ),
        migrations.RemoveConstraint(
            model_name='transfer',
            name='passing_offered_or_asked',
        ),
        migrations.RemoveConstraint(
            model_name='transfer',
            name='passing_ends_at_a_time',
        ),
        migrations.RemoveConstraint(
            model_name='transfer',
            name='offered_to_one_at_a_time',
        ),
        migrations.RemoveConstraint(
            model_name='transfer',
            name='asked_of_a_colleague_once',
        ),
        migrations.RenameField(
            model_name='transfer',
            old_name='side',
            new_name='recipient',
        ),
        migrations.AlterField(
            model_name='transfer',
            name='recipient',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='exchange.requestrecipient'),
        ),
        migrations.RenameIndex(
            model_name='transfer',
            old_name='passing_waiting',
            new_name='transfer_waiting',
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='transfer_has_a_note'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('made_by', models.F('to')), _negated=True), name='transfer_between_two'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'DECLINED'), _negated=True), models.Q(('reply', ''), _negated=True), _connector='OR'), name='transfer_declined_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'TRANSFER'), models.Q(('status', 'ASKED'), _negated=True)), models.Q(models.Q(('kind', 'TRANSFER'), _negated=True), models.Q(('status', 'OFFERED'), _negated=True)), _connector='OR'), name='transfer_offered_or_asked'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('status__in', ['OFFERED', 'ASKED'])), models.Q(models.Q(('status__in', ['OFFERED', 'ASKED']), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='transfer_ends_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'OFFERED')), fields=('recipient',), name='offered_to_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'ASKED')), fields=('recipient', 'kind', 'made_by', 'to'), name='asked_of_a_colleague_once'),
        ),
    ]
