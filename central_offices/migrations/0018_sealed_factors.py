"""What a thief of the database could sign in with: seeds are sealed, sessions begin anew."""

from django.db import migrations

SEALED = {"totp": ["secret"], "recovery_codes": ["seed"]}


def _each(apps, change):
    rows = apps.get_model("mfa", "Authenticator").objects.filter(type__in=SEALED)
    for row in rows:
        for name in SEALED[row.type]:
            if name in row.data:
                row.data[name] = change(row.data[name])
        row.save(update_fields=["data"])


def seal(apps, schema_editor):
    from central_offices.sign_in import second_factors

    _each(apps, second_factors.seal)


def unseal(apps, schema_editor):
    from central_offices.sign_in import second_factors

    _each(apps, second_factors.unseal)


# The cookie was the key of the row: such rows name nothing any more, and must not be read.
FORGET = "DELETE FROM usersessions_usersession; DELETE FROM django_session;"


class Migration(migrations.Migration):
    dependencies = [
        ("central_offices", "0017_two_persons_in_the_database"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]
    operations = [migrations.RunPython(seal, unseal), migrations.RunSQL(FORGET, FORGET)]
