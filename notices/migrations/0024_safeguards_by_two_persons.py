"""Numbers of safeguards change by two persons; one of each holds on a day."""

import django.contrib.postgres.constraints
from django.contrib.postgres.fields import RangeOperators
from django.db import migrations, models

from central_offices.dated_rules.guard import changed_by_two


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0023_un_change_by_its_parts"),
        ("central_offices", "0028_rules_by_two_persons"),
    ]
    operations = [
        migrations.AddConstraint(
            "safeguardrule",
            django.contrib.postgres.constraints.ExclusionConstraint(
                name="one_safeguard_rule_at_a_time",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (
                        models.Func(
                            models.F("valid_from"), models.F("valid_to"), function="daterange"
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ),
        changed_by_two("notices_safeguardrule"),
    ]
