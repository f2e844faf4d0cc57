"""`launch run`: servers, tables, demo world, web, worker, beat; until Ctrl-C or SIGTERM."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from launch import keys, services
from launch.places import ROOT, data_folder
from launch.servers import Servers
from launch.supervisor import Process, Supervisor
from launch.trouble import Trouble

DATABASE = "iisa"
EXPLAINED = 3  # launch.prepare has said why
PATIENCE = 90.0  # seconds until a system that is not ready is given up
HOST = "127.0.0.1"


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

    def __exit__(self, *_) -> None:
        os.ftruncate(self.handle, 0)
        os.close(self.handle)


def _run(folder: Path, wanted: int) -> int:
    stopping = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: stopping.set())
    secrets = keys.load(folder)
    servers = Servers(folder, secrets["name"], secrets)
    supervisor = Supervisor([])
    environment = folder / "environment"
    try:
        leads = servers.start(DATABASE)
        env = _environment(folder, wanted, secrets) | leads
        keys.write_private(environment, _lines(env, leads))
        _prepare(folder, env, stopping)
        supervisor.processes = _processes(folder, wanted, env)
        if not stopping.is_set():
            supervisor.start()
            _wait_until_ready(wanted, supervisor, stopping)
        while not stopping.wait(0.5):
            servers.tend()
            supervisor.tend()
        print("Stopping ...", flush=True)
        return 0
    finally:
        supervisor.stop()
        servers.stop()
        environment.unlink(missing_ok=True)


def _environment(folder: Path, wanted: int, secrets: dict[str, str]) -> dict[str, str]:
    own = {"AGENCY_DATA": str(folder), "PORT": str(wanted), "DEMO": "1"}
    own |= {"DJANGO_SETTINGS_MODULE": "agency.settings", "LANG": "C.UTF-8"}
    for name in ("SECRET_KEY", "FILE_KEY"):
        if f"{name}_FILE" not in os.environ:
            own[name] = os.environ.get(name) or secrets[name]
    if "DEMO" in os.environ:
        own["DEMO"] = os.environ["DEMO"]
    return os.environ | own


def _lines(env: dict[str, str], leads: dict[str, str]) -> str:
    """What a manage.py beside the running system needs to find it."""
    names = ["AGENCY_DATA", "PORT", "DEMO", "SECRET_KEY", "FILE_KEY", *leads]
    return "".join(f"{name}={env[name]}\n" for name in names if name in env)


def _prepare(folder: Path, env: dict[str, str], stopping: threading.Event) -> None:
    command = [sys.executable, "-m", "launch.prepare", str(folder)]
    child = subprocess.Popen(command, env=env, cwd=ROOT, start_new_session=True)
    while child.poll() is None:
        if stopping.wait(0.05):
            child.terminate()
            child.wait()
    if child.returncode == EXPLAINED:
        raise SystemExit(1)
    if child.returncode and not stopping.is_set():
        raise Trouble("The system could not be prepared; the reason stands above.")


def _processes(folder: Path, wanted: int, env: dict[str, str]) -> list[Process]:
    logs = folder / "logs"
    logs.mkdir(mode=0o700, exist_ok=True)
    workers = int(env.get("WEB_WORKERS") or 2)
    commands = {
        "web server": services.web(f"{HOST}:{wanted}", workers),
        "worker": services.worker(),
        "scheduler": services.beat(str(folder / "beat-schedule")),
    }
    made = []
    for name, command in commands.items():
        log = logs / f"{name.replace(' ', '-')}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        made.append(Process(name, services.on_this_python(command), env, log))
    return made


def _wait_until_ready(wanted: int, supervisor: Supervisor, stopping: threading.Event) -> None:
    deadline, said = time.monotonic() + PATIENCE, ""
    while not stopping.wait(0.1):
        ready, said = _ready(wanted)
        if ready:
            print(f"Ready: http://{HOST}:{wanted}/", flush=True)
            return _show_accounts(supervisor.processes[0].env)
        supervisor.tend()
        if time.monotonic() > deadline:
            web = supervisor.processes[0]
            raise Trouble(f"The system did not become ready: {said}\n{web.said()}")
    return None


def _ready(wanted: int) -> tuple[bool, str]:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{wanted}/readyz", timeout=5) as reply:
            return reply.status == 200, ""
    except urllib.error.HTTPError as error:
        return False, error.read(500).decode(errors="replace")
    except OSError as error:
        return False, str(error)


def _show_accounts(env: dict[str, str]) -> None:
    path = Path(env["AGENCY_DATA"], "demo.json")
    if env["DEMO"] != "1" or not path.exists():
        return
    print(f"Accounts to try (all of them, and the API clients, in {path}):")
    for officer in json.loads(path.read_text())["officers"]:
        about = [str(officer.get(key, "")) for key in ("role", "office", "email", "password")]
        print("  {:<18} {:<5} {:<34} {}".format(*about))
    print("Ctrl-C stops everything; the data stays.", flush=True)
