"""Passwords that are there already get their mark: from now on a hash without one opens nothing."""

from django.db import migrations

from kernel import sealing


def give_marks(apps, schema_editor):
    rows = apps.get_model("central_offices", "Officer").objects
    for row in rows.exclude(password__startswith="!").only("pk", "password").iterator():
        mark = sealing.mark(row.password, f"central_offices_officer.password.{row.pk}")
        rows.filter(pk=row.pk).update(password_mark=mark)


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0020_password_mark")]
    operations = [migrations.RunPython(give_marks, migrations.RunPython.noop)]
