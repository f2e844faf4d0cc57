"""Makes the template database that every test process clones: migrated, seeded, once per run."""

import importlib.util

import django
from django.core.management import call_command
from django.db import connections


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    if importlib.util.find_spec("tests.world"):
        importlib.import_module("tests.world").seed()
    connections.close_all()


if __name__ == "__main__":
    main()
