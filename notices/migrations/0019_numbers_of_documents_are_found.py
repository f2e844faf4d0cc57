"""The numbers of documents in a notice stand among the keys of its names."""

from typing import Any

from django.db import migrations

from cases import names
from notices.payload import freeze

MAX_ROWS_AT_ONCE = 500


def enter(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("cases", "NameKey")
    named = model._base_manager.filter(notice__isnull=False).values("notice")
    notices = apps.get_model("notices", "Notice")._base_manager.filter(pk__in=named)
    rows = notices.select_related("current_version").order_by("pk")
    made = (
        model(
            notice=row.pk,
            name=number[:300],
            normalised=names.plain_number(number),
            keys=sorted(names.number_keys(number)),
            key_version=names.KEY_VERSION,
            owner_office_id=row.owner_office_id,
            seen_by=row.seen_by,
        )
        for row in rows.iterator(chunk_size=MAX_ROWS_AT_ONCE)
        if row.current_version
        for number in dict.fromkeys(freeze.numbers_of(row.current_version.payload))
        if names.plain_number(number)
    )
    model._base_manager.bulk_create(made, batch_size=MAX_ROWS_AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0018_un_edition_says_what_is_meant"),
        ("cases", "0015_numbers_of_documents_are_found"),
    ]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
