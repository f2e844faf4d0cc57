"""Makes the template database that every test process clones: migrated, seeded, once per run.

`python -m tests.plumbing.template migrate`, then `… seed`: between the two the launcher may keep a
copy for the next run.
"""

import importlib.util
import os
import sys
from pathlib import Path

import django
import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from kernel.pdf import fonts, static_fonts
from launch import kept, prepare
from tests.plumbing import by_the_owner


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def seed() -> None:
    _keep_unseeded()
    prepare.translations()
    static = Path(settings.STATIC_ROOT)
    if not kept.take(kept.static_files(), static):
        call_command("collectstatic", verbosity=0, interactive=False)
        kept.keep(static, kept.static_files())
    cut = Path(settings.AGENCY_DATA, "fonts", "static")
    if not kept.take(kept.fonts(), cut):
        static_fonts.cut(fonts.wheel_folders()[0], cut)
        kept.keep(cut, kept.fonts())
    by_the_owner.make()
    if importlib.util.find_spec("tests.world"):
        importlib.import_module("tests.world").seed()


def _keep_unseeded() -> None:
    """A copy in which nobody has done anything yet: what an operator has after `migrate`."""
    connection = psycopg2.connect(os.environ["DATABASE_ADMIN_URL"])
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE DATABASE iisa_unseeded TEMPLATE iisa_template "
                "STRATEGY file_copy OWNER iisa_owner"
            )
    finally:
        connection.close()


if __name__ == "__main__":
    django.setup()
    {"migrate": migrate, "seed": seed}[sys.argv[1]]()
    connections.close_all()
