"""A version for each office's duty board, moved by whatever changes what the board shows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0016_known_tags_of_requests")]
    operations = [
        migrations.CreateModel(
            name="DeskVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("desk", models.PositiveIntegerField(help_text="The office's key; 0: every office")),
                ("number", models.BigIntegerField(default=0)),
            ],
            options={"indexes": [models.Index(fields=["desk"], name="desk_version")]},
        ),
    ]
