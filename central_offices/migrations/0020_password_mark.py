"""Room for the mark under a password's hash (central_offices/models/officers.py)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0019_rights_follow_roles")]
    operations = [
        migrations.AddField(
            "officer",
            "password_mark",
            models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
    ]
