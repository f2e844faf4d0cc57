"""Extracts that are out are found by their public names, and by words folded as searches fold.

An extract is never changed: it is taken away and written anew.
"""

from typing import Any

from django.db import migrations

from notices.payload.public_extract import searched


def enter(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("notices", "PublicExtract")
    ids = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        row = model._base_manager.get(pk=pk)
        model._base_manager.filter(pk=row.pk).delete()
        for name, value in searched(row.data).items():
            setattr(row, name, value)
        row.save(force_insert=True)


class Migration(migrations.Migration):
    dependencies = [("notices", "0020_public_names")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
