"""No document ends before it begins: forms and calls say so, and no statement writes another."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_words_however_they_are_set"),
        ("central_offices", "0022_accounts_by_two_persons"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="iddocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("issued_on", None),
                    ("expires_on", None),
                    ("expires_on__gte", models.F("issued_on")),
                    _connector="OR",
                ),
                name="document_expires_after_issue",
            ),
        ),
    ]
