"""A launcher in a process of its own, as a person at a terminal starts it."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from launch.places import ROOT, free_port

PATIENCE = 300.0  # ends only a test that would hang
SOMEBODY = {"role": "Officer", "office": "KEN", "email": "amina@demo.example", "password": "none"}


class Launcher:
    """`launch run` on a data folder; read line by line, ended by a signal."""

    def __init__(self, folder: Path, port: int | None = None, **environ: str):
        self.folder, self.port, self.lines = folder, port or free_port(), []
        if folder.is_dir() and not (folder / "demo.json").exists():
            # The demo world is tested where it is made; here it would only take time.
            (folder / "demo.json").write_text(json.dumps({"officers": [SOMEBODY]}))
        clean = {n: v for n, v in os.environ.items() if not n.startswith(("DATABASE_", "REDIS_"))}
        for name in ("SECRET_KEY", "FILE_KEY", "FINGERPRINT_KEY", "IISA_TEST_FOLDER", "DEMO"):
            clean.pop(name, None)
        own = {"IISA_PYTHON": sys.executable, "AGENCY_DATA": str(folder), "PORT": str(self.port)}
        own["WEB_WORKERS"] = "1"  # a second one would only take time
        self.process = subprocess.Popen(
            [sys.executable, "-m", "launch", "run"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            env=clean | own | environ,
            start_new_session=True,
        )
        self.guard = threading.Timer(PATIENCE, self.process.kill)
        self.guard.start()

    def wait_for(self, beginning: str) -> str:
        """The next line that begins so."""
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith(beginning):
                return line.strip()
        raise AssertionError(f"{beginning!r} never came:\n{''.join(self.lines)}")

    def ready(self) -> str:
        return self.wait_for("Ready: ")

    def end(self, how: int = signal.SIGTERM) -> int:
        """Send a signal, read to the end, return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.finish()

    def finish(self) -> int:
        self.lines += self.process.stdout.readlines()
        code = self.process.wait()
        self.guard.cancel()
        return code

    def said(self) -> str:
        return "".join(self.lines)

    def children(self) -> dict[int, str]:
        """Process ids and command lines of all that work on this data folder, but the launcher."""
        found = {}
        for place in Path("/proc").glob("[0-9]*"):
            try:
                command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                about = (place / "environ").read_bytes().decode(errors="replace") + command
                if str(self.folder) in about + os.readlink(place / "cwd"):
                    found[int(place.name)] = command
            except OSError:  # it ended meanwhile, or belongs to somebody else
                continue
        found.pop(self.process.pid, None)
        return found

    def child(self, word: str) -> int:
        """The first process whose command line has `word`."""
        return min(pid for pid, command in self.children().items() if word in command)
