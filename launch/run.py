"""`launch run`: servers, tables, demo world, web, workers, beat; until Ctrl-C or SIGTERM."""

import fcntl
import json
import os
import signal
import socket
import threading
from pathlib import Path
from typing import Any

from launch import demo_office, interpreters, keys, system
from launch.places import data_folder
from launch.servers import Servers
from launch.supervisor import Supervisor
from launch.system import HOST
from launch.trouble import Trouble

DATABASE = "iisa"


def main(_: list[str]) -> int:
    wanted = port()
    folder = data_folder()
    with only_one(folder, wanted):
        check_port(wanted)
        return _run(folder, wanted)


def port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 1 <= int(given) <= 65535:
        raise Trouble(f"PORT is {given!r}: set a number from 1 to 65535.")
    return int(given)


def check_port(wanted: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted))
        except PermissionError:
            raise Trouble(f"Port {wanted} is reserved for root: choose one above 1023.") from None
        except OSError:
            raise Trouble(
                f"Port {wanted} is taken by another program: choose another one, "
                f"for example `make run PORT={wanted + 1}`."
            ) from None


class only_one:
    """Holds the data folder for this launcher; a second one is refused in a sentence."""

    def __init__(self, folder: Path, wanted: int):
        self.path, self.url = folder / "running", f"http://{HOST}:{wanted}/"

    def __enter__(self) -> None:
        self.handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = os.read(self.handle, 200).decode() or "another port"
            os.close(self.handle)
            raise Trouble(
                f"The system already runs on {self.path.parent}, at {where}: use that one, or set "
                "AGENCY_DATA to another folder and PORT to another port."
            ) from None
        os.ftruncate(self.handle, 0)
        os.write(self.handle, self.url.encode())

    def __exit__(self, *_: Any) -> None:
        os.ftruncate(self.handle, 0)
        os.close(self.handle)


def _run(folder: Path, wanted: int) -> int:
    if sentence := interpreters.remark():
        print(f"launch: {sentence}", flush=True)
    stopping = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: stopping.set())
    secrets = keys.load(folder)
    invented = os.environ.get("DEMO", "1") == "1"
    servers = Servers(folder, secrets["name"], secrets, invented=invented)
    supervisor = Supervisor([])
    addresses = folder / "environment"
    try:
        leads = servers.start(DATABASE)
        env = system.environment(folder, wanted, secrets) | leads
        env |= demo_office.environment(folder, env)
        keys.write_private(addresses, _lines(env, leads))
        system.prepare(folder, env, stopping)
        supervisor.processes = system.processes(folder, wanted, system.without_owner(env))
        if not stopping.is_set():
            supervisor.start()
            system.wait_until_ready(wanted, supervisor, stopping)
        if not stopping.is_set():
            _greet(wanted, env)
        while not stopping.wait(0.5):
            servers.tend()
            supervisor.tend()
        print("Stopping ...", flush=True)
        return 0
    finally:
        supervisor.stop()
        servers.stop()
        addresses.unlink(missing_ok=True)


def _lines(env: dict[str, str], leads: dict[str, str]) -> str:
    """The lines by which a manage.py beside the running system finds it."""
    names = ["AGENCY_DATA", "PORT", "DEMO", *keys.NAMES, "FILE_KEY_FALLBACKS"]
    names += ["OUTBOUND_ALLOW", "PUBLIC_URL", "ALLOWED_HOSTS", "EMAIL_URL", "EMAIL_FROM", *leads]
    return "".join(f"{name}={env[name]}\n" for name in names if name in env)


def _greet(wanted: int, env: dict[str, str]) -> None:
    print(f"Ready: http://{HOST}:{wanted}/", flush=True)
    path = Path(env["AGENCY_DATA"], "demo.json")
    if env["DEMO"] == "1" and path.exists():
        print(f"Accounts to try (these, and the API clients, are in {path}):")
        print(accounts(json.loads(path.read_text())["officers"]))
    print("Ctrl-C stops everything; the data stays.", flush=True)


def accounts(officers: list[dict[str, str]]) -> str:
    """The accounts as a table with columns as wide as their longest entry."""
    rows = [
        [str(row.get(k, "")) for k in ("role", "office", "email", "password")] for row in officers
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  "
        + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
