"""Extracts that are out are found with the particles of their names joined, too."""

from importlib import import_module

from django.db import migrations

written_anew = import_module("notices.migrations.0021_extracts_are_found_by_name").enter


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0026_un_notices_by_reference"),
        ("cases", "0018_particles_and_readings_are_keys"),
    ]
    operations = [migrations.RunPython(written_anew, migrations.RunPython.noop)]
