"""A small pytest run of its own, in a process of its own: to test our plugins."""

import os
import subprocess
import sys
from pathlib import Path

from launch.places import ROOT


def run(folder: Path, plugin: str, *words: str, **files: str) -> tuple[int, str]:
    """The exit code and the output of pytest over `files` (name=text, in `folder`)."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers\n")
    command = [sys.executable, "-m", "pytest", "-p", "xdist.plugin", "-p", plugin, *words]
    kept = {"PATH", "HOME", "LANG", "TMPDIR"}
    environ = {name: os.environ[name] for name in kept if name in os.environ}
    environ |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider"],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=environ,
    )
    return done.returncode, done.stdout + done.stderr
