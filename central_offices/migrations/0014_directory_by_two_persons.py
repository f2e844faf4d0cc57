"""An office's entry in the directory changes by two persons, one change at a time."""

from django.db import migrations, models

KINDS = [
    ("ACCOUNT", "New account"),
    ("ROLE", "Role"),
    ("CLEARANCE", "Higher clearance"),
    ("MOVE", "Move to the office"),
    ("ENABLE", "Disabled account opened again"),
    ("CLIENT", "New API client"),
    ("CLIENT_RIGHTS", "More rights of an API client"),
    ("KEY", "Key of the office's own system"),
    ("FACTORS", "Second factor taken away"),
    ("END_ROLE", "Role of the last head ended"),
    ("DISABLE", "Account of the last head disabled"),
    ("ENTRY", "Entry in the directory"),
]


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0013_an_office_stays_with_its_country")]
    operations = [
        migrations.AlterField(
            "accesschange", "kind", models.CharField(choices=KINDS, max_length=13)
        ),
        migrations.AddConstraint(
            "accesschange",
            models.UniqueConstraint(
                fields=["office"],
                condition=models.Q(kind="ENTRY", status__in=["PENDING", "AGREED", "OBJECTED"]),
                name="one_change_of_an_entry_waits",
            ),
        ),
    ]
