from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_sides_known")]

    operations = [
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "SUSPENDED"), _negated=True),
                    models.Q(("suspended_by__isnull", False), ("suspended_until__isnull", False)),
                    _connector="OR",
                ),
                name="suspension_has_an_end",
            ),
        ),
    ]
