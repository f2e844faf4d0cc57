import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('central_offices', '0010_deputy_office_of_both'),
    ]

    operations = [
        migrations.AddField(
            model_name='jurisdiction',
            name='spoken_for_by',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=4), blank=True, default=list, help_text='Of a territory: the states whose office speaks for it', size=None),
        ),
    ]
