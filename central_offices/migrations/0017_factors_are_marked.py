"""Second factors that are there already get their mark: from now on one without counts for nothing.

Whose seed cannot be opened gets none: it opens nothing, and says so.
"""

import base64

from django.db import migrations

from kernel import sealing

PLACE, SEALED, MARK = "mfa_authenticator.data", "sealed:", "mark"
SEEDS = {"totp": "secret", "recovery_codes": "seed"}


def give_marks(apps, schema_editor):
    for row in apps.get_model("mfa", "Authenticator").objects.iterator():
        if _opens(row):
            content = {name: value for name, value in row.data.items() if name != MARK}
            row.data[MARK] = sealing.mark(content, f"{PLACE}.{row.user_id}.{row.type}")
            row.save(update_fields=["data"])


def take_marks(apps, schema_editor):
    for row in apps.get_model("mfa", "Authenticator").objects.iterator():
        row.data.pop(MARK, None)
        row.save(update_fields=["data"])


def _opens(row) -> bool:
    try:
        kept = row.data.get(SEEDS.get(row.type, ""), "")
        sealed = base64.b64decode(kept.removeprefix(SEALED))
        return row.type not in SEEDS or bool(sealing.unseal(sealed, PLACE))
    except (sealing.NotOurs, ValueError, AttributeError):
        return False


class Migration(migrations.Migration):
    dependencies = [
        ("central_offices", "0016_keys_stay"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [migrations.RunPython(give_marks, take_marks)]
