"""A change of the UN list says what each part of the record was and will be."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0022_extract_with_the_whole_record")]
    operations = [
        migrations.AddField(
            model_name="unlistchange",
            name="fields",
            field=models.JSONField(
                blank=True, default=list, help_text="Parts of the record, before and after"
            ),
        )
    ]
