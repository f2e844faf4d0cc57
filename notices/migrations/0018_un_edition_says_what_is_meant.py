"""What an edition of the UN list may delist or rename all the same is said by both persons."""

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import F, Q

from kernel.triggers import stays


class Migration(migrations.Migration):
    dependencies = [("notices", "0017_extract_goes_with_its_record")]
    operations = [
        migrations.AddField(
            model_name="unlistedition",
            name="expected",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                blank=True,
                default=list,
                size=None,
                verbose_name="what is meant all the same",
            ),
        ),
        migrations.AddField(
            model_name="unlistedition",
            name="expected_confirmed",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                blank=True,
                default=list,
                help_text="The same, as the second person said it",
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="unlistedition",
            constraint=models.CheckConstraint(
                condition=~Q(status__in=["CONFIRMED", "LOADED"])
                | Q(expected_confirmed=F("expected")),
                name="un_edition_expected_by_two_persons",
            ),
        ),
        stays(
            "un_edition_expects_the_same",
            "notices_unlistedition",
            ["expected"],
            "What an edition of the UN list is said to mean is never changed.",
        ),
        stays(
            "un_edition_confirmed_as_said",
            "notices_unlistedition",
            ["expected_confirmed"],
            "What was confirmed of an edition of the UN list is never changed.",
            "OLD.decided_by_id IS NOT NULL",
        ),
    ]
