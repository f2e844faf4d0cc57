"""The numbers of documents stand among the keys of names, so that a person is found by them."""

from typing import Any

from django.db import migrations

from cases import names

MAX_ROWS_AT_ONCE = 500


def enter(apps: Any, schema_editor: Any) -> None:
    documents = apps.get_model("cases", "IdDocument")._base_manager.select_related("subject")
    model = apps.get_model("cases", "NameKey")
    made = (
        model(
            subject_id=row.subject_id,
            name=row.number[:300],
            normalised=names.plain_number(row.number),
            keys=sorted(names.number_keys(row.number)),
            key_version=names.KEY_VERSION,
            owner_office_id=row.subject.owner_office_id,
            seen_by=row.subject.seen_by,
        )
        for row in documents.order_by("pk").iterator(chunk_size=MAX_ROWS_AT_ONCE)
        if names.plain_number(row.number)
    )
    model._base_manager.bulk_create(made, batch_size=MAX_ROWS_AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_words_folded_alike")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
