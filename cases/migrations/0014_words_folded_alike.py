"""Words of cases as every search folds them since, and the keys of names of more than ten words."""

from typing import Any

from django.db import migrations

from cases import names, words
from cases.search.name_keys import interval

MAX_ROWS_AT_ONCE = 500
LONG = r"(\S+\s+){10}\S"


def fold(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("cases", "Case")
    changed = []
    for row in model._base_manager.order_by("pk").iterator(chunk_size=MAX_ROWS_AT_ONCE):
        row.search_text = words.searchable(row.title, row.summary, row.charge)
        changed.append(row)
        if len(changed) == MAX_ROWS_AT_ONCE:
            model._base_manager.bulk_update(changed, ["search_text"])
            changed = []
    model._base_manager.bulk_update(changed, ["search_text"])


def rekey(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("cases", "NameKey")
    for row in model._base_manager.filter(name__regex=LONG).iterator(chunk_size=MAX_ROWS_AT_ONCE):
        born = interval(row.birth_earliest, row.birth_latest)
        row.keys = sorted(names.keys(row.name, born))
        row.normalised = names.normalised(row.name)[:300]
        row.save(update_fields=["keys", "normalised"])
    model._base_manager.update(key_version=names.KEY_VERSION)


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_documents_expire_after_issue")]
    operations = [
        migrations.RunPython(fold, migrations.RunPython.noop),
        migrations.RunPython(rekey, migrations.RunPython.noop),
    ]
