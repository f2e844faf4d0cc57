"""Things that a test run keeps for the next one: a migrated cluster, static files, cut fonts.

Everything kept is named by the hash of what it was made from, lies in var/ and may be deleted.
CI starts from a fresh clone, so nothing is ever kept there.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from launch.places import ROOT

FOLDER = ROOT / "var" / "test-kept"


def key(kind: str, paths: Iterable[Path]) -> Path:
    """The place of a `kind` that is made from these files."""
    found = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        found.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return FOLDER / f"{kind}-{found.hexdigest()[:20]}"


def migrations() -> Path:
    files = ["requirements-dev.txt", "agency/settings.py", "launch/postgres.py"]
    files += ["launch/database_roles.py"]
    return key("cluster", [*ROOT.glob("**/migrations/*.py"), *map(ROOT.joinpath, files)])


def static_files() -> Path:
    return key("static", [*(ROOT / "static").rglob("*"), ROOT / "requirements-dev.txt"])


def fonts() -> Path:
    """The fonts of printed documents in fixed weights."""
    return key("fonts", [ROOT / "kernel/pdf/static_fonts.py", ROOT / "requirements-dev.txt"])


def take(place: Path, target: Path) -> bool:
    """Copy what is kept to `target`; False when it isn't there."""
    if not place.exists():
        return False
    try:
        shutil.copytree(place, target, dirs_exist_ok=True)
    except OSError:  # another test run replaced it meanwhile
        shutil.rmtree(target)
        target.mkdir(mode=0o700)
        return False
    return True


def keep(source: Path, place: Path) -> None:
    """Keep a copy of the folder `source`, and drop what an older state of the code left."""
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in FOLDER.glob(f"{place.name.split('-')[0]}-*"):
            shutil.rmtree(old, ignore_errors=True)
        shutil.copytree(source, draft)
        draft.rename(place)
    except OSError:  # a full disk or another test run: the next one does without
        shutil.rmtree(draft, ignore_errors=True)
