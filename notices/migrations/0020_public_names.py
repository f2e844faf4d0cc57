"""The names by which a public extract is found, apart from its other words."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0004_by_the_owner'),
        ('notices', '0019_numbers_of_documents_are_found'),
    ]

    operations = [
        migrations.AddField(
            model_name='publicextract',
            name='name_keys',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name='publicextract',
            name='names',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=620), default=list, size=None),
        ),
        migrations.AddField(
            model_name='publicextract',
            name='search_names',
            field=models.TextField(blank=True, help_text='The names in Latin letters'),
        ),
        migrations.AlterField(
            model_name='publicextract',
            name='search_text',
            field=models.TextField(blank=True, help_text='Every public word, folded'),
        ),
        migrations.AddIndex(
            model_name='publicextract',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name_keys'], name='extract_name_keys'),
        ),
    ]
