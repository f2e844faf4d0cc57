"""The system as processes: environment, preparation, web, workers, beat, readiness."""

import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from launch import demo_office, keys, services
from launch.places import METRICS, ROOT
from launch.supervisor import Process, Supervisor
from launch.trouble import Trouble

READY_TIMEOUT_S = 90.0  # seconds until a system that is not ready is given up
HOST = "127.0.0.1"
EXPLAINED = 3  # launch.prepare has said why it failed


def environment(folder: Path, wanted: int, secrets: dict[str, str]) -> dict[str, str]:
    own = {"AGENCY_DATA": str(folder), "PORT": str(wanted), "DEMO": "1"}
    own |= {"DJANGO_SETTINGS_MODULE": "agency.settings", "LANG": "C.UTF-8"}
    own["PROMETHEUS_MULTIPROC_DIR"] = str(folder / METRICS)
    for name in keys.NAMES:
        if f"{name}_FILE" not in os.environ:
            own[name] = os.environ.get(name) or secrets[name]
    if "DEMO" in os.environ:
        own["DEMO"] = os.environ["DEMO"]
    return os.environ | own


def without_owner(env: dict[str, str]) -> dict[str, str]:
    """The environment of what runs on: only the preparation knows the owner of the tables.

    Nor does it know the role that copies invented rows in.
    """
    hidden = ("DATABASE_OWNER_URL", "DATABASE_LOAD_URL")
    return {name: value for name, value in env.items() if not name.startswith(hidden)}


def prepare(folder: Path, env: dict[str, str], stopping: threading.Event) -> None:
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


def processes(folder: Path, wanted: int, env: dict[str, str]) -> list[Process]:
    logs = folder / "logs"
    logs.mkdir(mode=0o700, exist_ok=True)
    workers = env.get("WEB_WORKERS") or "2"
    if not workers.isdecimal() or not 1 <= int(workers) <= 64:
        raise Trouble(f"WEB_WORKERS is {workers!r}: set a number from 1 to 64.")
    commands = {
        "web server": services.web(f"{HOST}:{wanted}", int(workers)),
        "delivery worker": services.delivery_worker(),
        "worker": services.worker(),
        "scheduler": services.beat(str(folder / "beat-schedule")),
    }
    if answering := demo_office.command(folder, env):
        commands["simulated office"] = answering
    made = []
    for name, command in commands.items():
        log = logs / f"{name.replace(' ', '-')}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        made.append(Process(name, services.on_this_python(command), env, log))
    return made


def wait_until_ready(wanted: int, supervisor: Supervisor, stopping: threading.Event) -> None:
    deadline, said = time.monotonic() + READY_TIMEOUT_S, ""
    while not stopping.wait(0.1):
        ready, said = _ready(wanted)
        if ready:
            return
        supervisor.tend()
        if time.monotonic() > deadline:
            web = supervisor.processes[0]
            raise Trouble(f"The system did not become ready: {said}\n{web.said()}")


def _ready(wanted: int) -> tuple[bool, str]:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{wanted}/readyz", timeout=5) as reply:
            return reply.status == 200, ""
    except urllib.error.HTTPError as error:
        return False, error.read(500).decode(errors="replace")
    except OSError as error:
        return False, str(error)
