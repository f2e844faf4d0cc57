"""Owner and Secretariat suspend a notice independently: a day for each side."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0009_whom_a_notice_reaches")]
    operations = [
        migrations.AddField("notice", "owner_suspends_until", models.DateField(null=True, blank=True)),
        migrations.AddField(
            "notice", "secretariat_suspends_until", models.DateField(null=True, blank=True)
        ),
        migrations.RemoveConstraint("notice", "suspension_has_an_end"),
    ]
