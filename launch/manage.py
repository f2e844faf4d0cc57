"""`launch manage`: a manage.py command beside the running system."""

import os
import subprocess
import sys
from pathlib import Path

from launch.places import ROOT


def main(arguments: list[str]) -> int:
    return subprocess.call([sys.executable, str(ROOT / "manage.py"), *arguments])


def join() -> None:
    """Lead this process to the system that `launch run` keeps, unless DATABASE_URL says where.

    The launcher writes the addresses of its servers to AGENCY_DATA/environment while it runs.
    """
    path = Path(os.environ.get("AGENCY_DATA") or ROOT / "var") / "environment"
    if "DATABASE_URL" in os.environ or not os.access(path, os.R_OK):
        return
    for line in path.read_text().splitlines():
        name, _, value = line.partition("=")
        os.environ.setdefault(name, value)
