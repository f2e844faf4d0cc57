"""Territories on record learn which states' offices speak for them; new ones are seeded with it."""

from typing import Any

from django.db import migrations

from central_offices.jurisdictions import spoken_for


def fill(apps: Any, schema: Any) -> None:
    rows = apps.get_model("central_offices", "Jurisdiction").objects
    for code, states in spoken_for().items():
        rows.filter(code=code, spoken_for_by=[]).update(spoken_for_by=list(states))


class Migration(migrations.Migration):
    dependencies = [("central_offices", "0011_spoken_for_by")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
