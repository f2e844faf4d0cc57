"""A person and its names say at which level each office sees them (kernel/who_reads/audiences.py)."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

RENAMED = [
    migrations.RemoveIndex("namekey", "name_key_keys"),
    migrations.RemoveIndex("subject", "subject_seen_by"),
    migrations.RenameField("subject", "seen_by", "seen_at"),
    migrations.RenameField("namekey", "seen_by", "seen_at"),
    migrations.AlterField(
        "subject",
        "seen_at",
        django.contrib.postgres.fields.ArrayField(
            base_field=models.IntegerField(),
            blank=True,
            default=list,
            help_text="Offices that see a case of it, at its level (kernel/who_reads/audiences.py)",
        ),
    ),
    migrations.AddIndex(
        "subject",
        django.contrib.postgres.indexes.GinIndex(fields=["seen_at"], name="subject_seen_at"),
    ),
    migrations.AddIndex(
        "namekey",
        django.contrib.postgres.indexes.GinIndex(fields=["keys", "seen_at"], name="name_key_keys"),
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0020_known_tags_of_cases"),
        # which writes names of notices under the old name of the column
        ("notices", "0027_extracts_are_found_with_particles"),
    ]
    operations = RENAMED
