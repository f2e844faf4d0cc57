"""Makes a bare machine fit: system packages, virtual environment, locked dependencies.

Runs on the machine's own Python with the standard library only.
"""

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from typing import Any

from launch import interpreters
from launch.places import ROOT, VENV
from launch.trouble import Trouble, in_words

LOCK = ROOT / "requirements-dev.txt"
# What a wheel cannot bring. Without the last one a PDF takes eighteen times as long.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# What the browser tests want; without it they are skipped with the reason.
BROWSER_LIBRARIES = {"libatomic.so.1": "libatomic1"}
INSTALL = "apt-get update && apt-get install -y --no-install-recommends"


def python(*, browser: bool = False) -> str:
    """The Python to work with, once everything it needs is there. Raises Trouble.

    IISA_PYTHON names a ready one and skips the making of .venv.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 (this is what says it)
        raise Trouble("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ".")
    ready = os.environ.get("IISA_PYTHON")
    provide_system_packages(browser=browser, venv=not ready)
    if ready:
        return ready
    with _alone():
        provide_venv()
    return str(VENV / "bin" / "python")


def missing_packages(*, venv: bool = True) -> list[str]:
    """Debian packages that must be there and aren't."""
    missing = [package for library, package in LIBRARIES.items() if not _loads(library)]
    if venv and not VENV.exists() and importlib.util.find_spec("ensurepip") is None:
        missing.insert(0, "python3-venv")
    return missing


def missing_for_browser() -> list[str]:
    """Debian packages that headless Chromium and its driver lack here."""
    missing = [package for library, package in BROWSER_LIBRARIES.items() if not _loads(library)]
    # Without any font pages have no sizes, and what they look like cannot be tested.
    return missing if shutil.which("chromium") else ["chromium", "fonts-liberation", *missing]


def provide_system_packages(*, browser: bool, venv: bool) -> None:
    """Install what is missing where we may, else stop with the command to type.

    Chromium is wanted, not needed: without it the browser tests are skipped with the reason.
    """
    missing = missing_packages(venv=venv)
    may_install = os.geteuid() == 0 and shutil.which("apt-get")
    if missing and not may_install:
        raise Trouble(
            "Some system packages are missing. As root, type this, then start again:\n"
            f"  {INSTALL} {' '.join(missing)}"
        )
    if browser and may_install:
        missing += missing_for_browser()
    if missing:
        print(f"Installing {' '.join(missing)} with apt ...", flush=True)
        _apt(missing)


def provide_venv() -> None:
    """Make .venv from the lock file, unless it is already that."""
    stamp, wanted = VENV / "lock.sha256", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(
        "Installing the locked dependencies into .venv (once, about a minute) ...",
        flush=True,
    )
    try:
        if not stamp.exists():  # absent, or half made by a run that was cut off
            shutil.rmtree(VENV, ignore_errors=True)
            _run([interpreters.quickest(), "-m", "venv", str(VENV)], "make .venv")
        pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        options = [
            "--disable-pip-version-check",
            "--require-hashes",
            "--only-binary",
            ":all:",
        ]
        _run([*pip, *options, "-r", str(LOCK)], "install the locked dependencies")
        stamp.write_text(wanted)
    except OSError as error:
        raise in_words(error, "make .venv") from error


class _alone:
    """Holds the clone's folder locked, so that two launchers do not make .venv at once."""

    def __enter__(self) -> None:
        self.handle = os.open(ROOT, os.O_RDONLY)
        fcntl.flock(self.handle, fcntl.LOCK_EX)

    def __exit__(self, *_: Any) -> None:
        os.close(self.handle)


def _apt(packages: list[str]) -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        _run(command, f"install {' '.join(packages)} with apt", quiet)


def _run(command: list[str], doing: str, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()
        if any("No space left" in line for line in said):
            raise Trouble(f"The disk is full: could not {doing}. Free some space and start again.")
        raise Trouble(f"Could not {doing}: " + "\n  ".join(said[-3:]))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
