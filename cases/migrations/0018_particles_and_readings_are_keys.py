"""Names are found with their particles joined, and by the reading beside Chinese characters."""

from typing import Any

from django.db import migrations

from cases import names
from cases.search.name_keys import spellings_of, interval

MAX_ROWS_AT_ONCE = 500


def rekey(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("cases", "NameKey")
    changed = []
    for row in model._base_manager.order_by("pk").iterator(chunk_size=MAX_ROWS_AT_ONCE):
        if set(row.keys) != names.number_keys(row.name):
            born = interval(row.birth_earliest, row.birth_latest)
            row.keys = sorted(names.keys(row.name, born))
            row.normalised = names.normalised(row.name)[:300]
        row.key_version = names.KEY_VERSION
        changed.append(row)
        if len(changed) == MAX_ROWS_AT_ONCE:
            _store(model, changed)
            changed = []
    _store(model, changed)


def _store(model: Any, rows: list[Any]) -> None:
    model._base_manager.bulk_update(rows, ["keys", "normalised", "key_version"])


def enter_readings(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("cases", "NameKey")
    written = apps.get_model("cases", "Identity")._base_manager.filter(
        script__in=["Hani", "Jpan", "Kore"]
    )
    for identity in written.select_related("subject").iterator(chunk_size=MAX_ROWS_AT_ONCE):
        for name in spellings_of(identity):
            if name in (identity.as_written, identity.romanised):
                continue
            born = interval(identity.birth_earliest, identity.birth_latest)
            model._base_manager.create(
                subject=identity.subject,
                name=name[:300],
                normalised=names.normalised(name)[:300],
                keys=sorted(names.keys(name, born)),
                key_version=names.KEY_VERSION,
                birth_earliest=identity.birth_earliest,
                birth_latest=identity.birth_latest,
                owner_office_id=identity.subject.owner_office_id,
                seen_by=identity.subject.seen_by,
            )


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_offences_by_two_persons")]
    operations = [
        migrations.RunPython(rekey, migrations.RunPython.noop),
        migrations.RunPython(enter_readings, migrations.RunPython.noop),
    ]
