"""`launch lock`: write the lock files anew from pyproject.toml, hashed and without any host."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from launch.places import ROOT
from launch.trouble import Trouble

LOCKS = {
    "requirements.txt": [],
    "requirements-dev.txt": ["--extra", "local", "--extra", "dev"],
}
# Without the last ones the lock would name the registry of whoever wrote it.
OPTIONS = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
OPTIONS += ["--no-emit-index-url", "--no-emit-find-links"]


def main(arguments: list[str]) -> int:
    """Keep the versions that are locked; `--upgrade` or `--upgrade-package NAME` moves them."""
    with tempfile.TemporaryDirectory() as folder:
        uv = shutil.which("uv") or _installed(Path(folder))
        for name, extras in LOCKS.items():
            command = [uv, "pip", "compile", *OPTIONS, *extras, "pyproject.toml", "-o", name]
            if subprocess.call([*command, *arguments], cwd=ROOT):
                raise Trouble(f"{name} could not be written; the reason stands above.")
    return 0


def _installed(folder: Path) -> str:
    """uv in a folder of its own: only who changes dependencies needs it."""
    place = folder / "uv"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"]
    if subprocess.call(pip):
        raise Trouble("uv, which writes the lock files, could not be installed.")
    return str(place / "bin" / "uv")
