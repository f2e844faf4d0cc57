"""`launch test`: throw-away servers, a seeded template database, then pytest."""

import ctypes
import json
import os
import resource
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from launch import kept
from launch.account import OUR_FOLDER
from launch.places import ROOT
from launch.postgres import ADMIN
from launch.servers import Servers, new_passwords

FEW_FILES = 3  # starting a second process costs more than it saves
PREFIX = "iisa-test-"
# A file system in memory: a database is copied there in a tenth of the processor's time.
MEMORY, LEAST_FREE_BYTES = Path("/dev/shm"), 4 * 1024**3
TEMPLATE = "iisa_template"
PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_place()))
    servers, bill = None, Bill()
    try:
        servers, env = _template(folder)
        bill.note("to make the template database")
        command = [sys.executable, "-m", "pytest", *_options(arguments)]
        return _wait(command, env, adopting=servers.pids())
    finally:
        bill.note("for the tests and what they started")
        if servers:
            servers.stop()
            servers.remove()
        shutil.rmtree(folder, ignore_errors=True)
        bill.note("for PostgreSQL and Valkey")
        print(bill, flush=True)


class Bill:
    """Processor seconds of everything that was started and waited for, by what it was for.

    A process counts when it was waited for. The launcher adopts and waits for the orphans of those
    that the tests kill (on Linux), so that a browser or a worker's pool counts whole.
    """

    def __init__(self) -> None:
        self.began, self.before = time.monotonic(), _spent()
        self.items: list[tuple[str, float]] = []

    def note(self, what: str) -> None:
        """Note that the time used since the last note was used for this."""
        self.items.append((what, _spent() - self.before))
        self.before = _spent()

    def __str__(self) -> str:
        whole = sum(seconds for _, seconds in self.items)
        parts = ", ".join(f"{seconds:.0f} s {what}" for what, seconds in self.items)
        clock = time.monotonic() - self.began
        minutes = f"{whole / 60:.1f} minutes"
        return f"Processor: {whole:.0f} s ({minutes}) in {clock:.0f} s by the clock: {parts}."


def _spent() -> float:
    own, ended = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime


def _place() -> Path | None:
    """Where the servers of the tests have their files: in memory, where that has room.

    None is the usual place for what is temporary; so it is where TMPDIR says one.
    """
    if "TMPDIR" in os.environ:
        return None
    try:
        words = Path("/proc/meminfo").read_text().partition("MemAvailable:")[2].split()
        free = min(shutil.disk_usage(MEMORY).free, int(words[0]) * 1024)
    except (OSError, IndexError, ValueError):  # no Linux, or no such place
        return None
    return MEMORY if free >= LEAST_FREE_BYTES and os.access(MEMORY, os.W_OK | os.X_OK) else None


def _template(folder: Path) -> tuple[Servers, dict[str, str]]:
    """Running servers with the template database, and the environment for the tests."""
    place, own = kept.migrations(), _environment(folder)
    known = kept.take(place, folder)
    passwords = folder / "passwords.json"
    if not known:
        passwords.write_text(json.dumps(new_passwords()))
    known_to = json.loads(passwords.read_text())
    servers = Servers(folder, folder.name, known_to, throwaway=True, invented=True)
    try:
        env = own | _leads(servers)
        if not known:
            _make("migrate", env)
            if servers.can_be_kept:
                servers.stop()
                kept.keep(folder, place)
                env = own | _leads(servers)
        _make("seed", env)
    except BaseException:
        servers.stop()
        servers.remove()
        raise
    return servers, env


def _leads(servers: Servers) -> dict[str, str]:
    """Variables that lead to the servers; the superuser's address makes and drops databases."""
    leads = servers.start(TEMPLATE)
    assert servers.postgres is not None
    return leads | {"DATABASE_ADMIN_URL": servers.postgres.url(ADMIN, "postgres")}


def _make(what: str, env: dict[str, str]) -> None:
    if code := _wait([sys.executable, "-m", "tests.plumbing.template", what], env):
        raise SystemExit(code)


RATES = ["API_RATE_CLIENT", "API_RATE_OFFICER", "API_RATE_ADDRESS", "PAGE_RATE_OFFICER"]
RATES += ["PAGE_RATE_ADDRESS", "SEARCH_RATE_OFFICER", "VERIFY_RATE_ADDRESS", "SIGN_IN_RATE_ADDRESS"]


def _environment(folder: Path) -> dict[str, str]:
    """A demo world of its own: nothing is shared with a running system or the operator's shell."""
    data = folder / "data" / "template"
    data.mkdir(parents=True)
    passed = ["PATH", "HOME", "TMPDIR", "TERM", "CI", "COLUMNS", "PYTHONPATH", "PYTEST_ADDOPTS"]
    passed += ["DRILL_REQUESTS"]  # fewer than the drill's own
    return {name: os.environ[name] for name in passed if name in os.environ} | {
        "DJANGO_SETTINGS_MODULE": "tests.plumbing.settings",
        "IISA_TEST_FOLDER": str(folder),
        "AGENCY_DATA": str(data),
        "DEMO": "1",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FILE_KEY": secrets.token_urlsafe(48),
        "FINGERPRINT_KEY": secrets.token_urlsafe(48),
        "LANG": "C.UTF-8",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
        **dict.fromkeys(RATES, "1000000"),
    }


def _options(arguments: list[str]) -> list[str]:
    """pytest's words: two processes unless few files are named, no drill unless asked for."""
    words = arguments if "-m" in arguments else ["-m", "not drill", *arguments]
    if any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in arguments):
        return words
    processes = "0" if _is_small(arguments) else "2"
    return ["-n", processes, "--dist", "loadfile", *words]


def _is_small(arguments: list[str]) -> bool:
    """True when the arguments name only a few test files."""
    paths = [ROOT / word.split("::")[0] for word in arguments if not word.startswith("-")]
    found = [path for path in paths if path.exists()]
    files = {
        file for path in found for file in ([path] if path.is_file() else path.rglob("test_*.py"))
    }
    return bool(found) and len(files) <= FEW_FILES


def _wait(command: list[str], env: dict[str, str], adopting: set[int] | None = None) -> int:
    """Run to the end; a Ctrl-C reaches the child by itself, we only wait for it.

    With `adopting`, the pids of our other children, orphans below it are waited for meanwhile.
    """
    process = subprocess.Popen(command, env=env, cwd=ROOT)
    try:
        if adopting is not None and _adopts_orphans():
            _wait_for_orphans({process.pid, *adopting})
        return process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
        raise


def _adopts_orphans() -> bool:
    """Become the parent of orphaned descendants; False where the system doesn't know that."""
    try:
        return bool(ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)
    except (AttributeError, OSError):
        return False


def _wait_for_orphans(ours: set[int]) -> None:
    """Take each orphan's end as it comes, until one of `ours` ends; that one is left to others."""
    while True:
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        if ended is None or ended.si_pid in ours:
            break
        os.waitpid(ended.si_pid, 0)
    # Of several that have ended waitid names any one: the others are taken by their own numbers.
    for orphan in _children() - ours:
        os.waitpid(orphan, os.WNOHANG)


def _children() -> set[int]:
    """The processes whose parent we are, ended ones included."""
    found = set()
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = place.read_text().rpartition(")")[2].split()[1]
        except OSError:  # it is gone
            continue
        if int(parent) == os.getpid():
            found.add(int(place.parent.name))
    return found


def _sweep() -> None:
    """Remove folders of test runs that were killed before they could."""
    for place in (Path(tempfile.gettempdir()), OUR_FOLDER, MEMORY):
        for folder in place.glob(f"{PREFIX}*"):
            pid = folder.name.removeprefix(PREFIX).split("-")[0]
            if pid.isdigit() and not Path("/proc", pid).exists() and os.access(place, os.W_OK):
                shutil.rmtree(folder, ignore_errors=True)
