"""An office can be asked from the day on which it goes live, which is not before it joins."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0028_rules_by_two_persons")]
    operations = [
        migrations.AddField(
            "centraloffice",
            "live_on",
            models.DateField(
                blank=True, help_text="The first day on which it can be asked", null=True
            ),
        ),
        migrations.AddConstraint(
            "centraloffice",
            models.CheckConstraint(
                condition=models.Q(live_on=None)
                | models.Q(joined_on__isnull=False, live_on__gte=models.F("joined_on")),
                name="office_live_once_it_joined",
            ),
        ),
    ]
