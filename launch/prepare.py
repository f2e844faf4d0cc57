"""Preparation of a start by Django, in one process: tables, reference data, files, demo world.

`python -m launch.prepare FOLDER` runs inside the prepared environment.
"""

import hashlib
import logging
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError, OperationalError

from kernel import checks, database_roles
from launch.places import METRICS, ROOT
from launch.trouble import DISK_FULL

EXPLAINED = 3  # exit code: a sentence was printed, there is nothing to add


def main(folder: Path) -> None:
    translations()
    django.setup()
    tables()
    demo = os.environ.get("DEMO") == "1" and not (folder / "demo.json").exists()
    if not demo:  # the demo world brings its own: its offices are live, and nobody is drawn
        reference_data()
    static_files(folder)
    old_figures(folder)
    (folder / "files").mkdir(mode=0o700, exist_ok=True)  # a backup wants it, however empty
    if not settings.SECURITY_CONTACT:
        print("launch: SECURITY_CONTACT is empty: nobody reads whom to tell of a weakness.")
    if demo:
        demo_world()


def tables() -> None:
    """Migrate, unless every migration is applied: asking is much quicker than migrating."""
    print("Looking at the database ...", flush=True)
    for sentence in checks.unknown("owner"):
        raise ImproperlyConfigured(sentence)
    executor = MigrationExecutor(connections["owner"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Migrating ...", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
    call_command("use_fingerprint_key")
    database_roles.take_temporary_tables_away()
    for sentence in database_roles.problems():
        print(f"launch: {sentence}", flush=True)


def reference_data() -> None:
    """Add what every installation starts with and is missing, before anything works with it."""
    call_command("seed_reference", verbosity=0)


def translations() -> None:
    """Compile every .po that is newer than its .mo, without gettext's own programs."""
    import polib

    for source in ROOT.glob("**/locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if ".venv" in source.parts:
            continue
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            draft = target.with_suffix(f".{os.getpid()}")  # two launchers may do this at once
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(target)


def static_files(folder: Path) -> None:
    """Collect the static files when any of them, or a package that brings some, has changed."""
    stamp, found = folder / "static.sha256", hashlib.sha256()
    for path in sorted([*(ROOT / "static").rglob("*"), ROOT / "requirements.txt"]):
        about = path.stat()
        found.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    if not stamp.exists() or stamp.read_text() != found.hexdigest():
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(found.hexdigest())


def old_figures(folder: Path) -> None:
    """Let the web server's processes count anew: what those before them wrote is gone."""
    for path in (folder / METRICS).glob("*.db"):
        path.unlink(missing_ok=True)


def demo_world() -> None:
    if "seed_demo" in get_commands():
        print("Making the demo world ...", flush=True)
        logging.disable(logging.INFO)  # a line for every step of the world would hide its progress
        call_command("seed_demo")
        logging.disable(logging.NOTSET)


def in_a_sentence(error: Exception) -> str | None:
    """The sentence that tells the operator what to do; None when it is a defect of ours."""
    lines = [line for line in str(error).splitlines() if line.strip()] or [repr(error)]
    if DISK_FULL in str(error):
        return "The disk is full: free some space and start again."
    if isinstance(error, ImproperlyConfigured):
        return lines[0]
    if isinstance(error, OperationalError):
        return f"The database cannot be used: {lines[0].strip()}"
    return None


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except (OSError, ImproperlyConfigured, DatabaseError) as error:
        if (sentence := in_a_sentence(error)) is None:
            raise
        print(f"launch: {sentence}", file=sys.stderr)
        sys.exit(EXPLAINED)
