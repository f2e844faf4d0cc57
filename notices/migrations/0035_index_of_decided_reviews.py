"""What was decided last is found by when it was decided, and not by sorting all reviews."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0034_policies_of_notices")]
    operations = [
        migrations.AddIndex(
            "review", models.Index(fields=["-decided_at"], name="review_decided")
        ),
    ]
