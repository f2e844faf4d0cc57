"""Words of requests as every search folds them since."""

from typing import Any

from django.db import migrations

from kernel.values.folding import searchable

MAX_ROWS_AT_ONCE = 500


def fold(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("exchange", "Request")
    changed = []
    for row in model._base_manager.order_by("pk").iterator(chunk_size=MAX_ROWS_AT_ONCE):
        row.search_text = searchable(row.reference or "", row.title, row.ask)
        changed.append(row)
        if len(changed) == MAX_ROWS_AT_ONCE:
            model._base_manager.bulk_update(changed, ["search_text"])
            changed = []
    model._base_manager.bulk_update(changed, ["search_text"])


class Migration(migrations.Migration):
    dependencies = [("exchange", "0012_reviewed_after_a_claim")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
