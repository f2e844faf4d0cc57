"""Fixtures for real processes beside the test: a Celery worker, a web server."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from launch import services
from launch.places import free_port
from tests.plumbing import environment

QUEUES = "delivery,pdf,default"
PATIENCE = 60.0  # seconds until a process that does not answer is given up


class Service:
    """One process that can be started, ended, killed and started again."""

    def __init__(self, command: list[str], answers: Callable[[], bool], log: Path, **environ: str):
        self.command, self.answers, self.log, self.environ = command, answers, log, environ
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start and return once it answers."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdout=log,
                stderr=log,
                env=os.environ | self.environ,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                pytest.fail(f"{self.command[2]} did not start:\n{self.said()[-3000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            pass
        self.kill()

    def kill(self) -> None:
        """End it and its children at once, as a power cut would."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.process = None

    def said(self) -> str:
        return self.log.read_text(errors="replace")


@pytest.fixture
def celery_worker(committed, tmp_path):
    """A worker for all queues on the database of `committed`; may be killed and started again."""
    from agency.celery import app

    name = f"worker@test-{environment.NUMBER}"
    options = ["-n", name, "-Q", QUEUES, "--concurrency", "2", "--loglevel", "INFO"]
    quick = ["--without-gossip", "--without-mingle", "--without-heartbeat"]

    def answers() -> bool:
        return bool(app.control.broadcast("ping", reply=True, limit=1, timeout=0.5))

    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "agency",
        "worker",
        *options,
        *quick,
    ]
    service = Service(command, answers, tmp_path / "worker.log")
    service.start()
    yield service
    service.stop()


class Worker(Service):
    """A worker as `make run` starts it, on the database and the broker of the test."""

    def __init__(self, name: str, command: list[str], folder: Path):
        self.node = f"{name}@{socket.gethostname()}"
        log = folder / f"{name}.log"
        log.touch()
        super().__init__(services.on_this_python(command), self.replies, log)

    def replies(self) -> bool:
        from agency.celery import app

        return bool(app.control.ping(destination=[self.node], timeout=0.5))


@pytest.fixture
def both_workers(committed, tmp_path):
    """The worker that delivers and the one for everything else, each with its own processes."""
    commands = {"delivery": services.delivery_worker(), "worker": services.worker()}
    started = [Worker(name, command, tmp_path) for name, command in commands.items()]
    try:
        for worker in started:
            worker.start()
        yield started
    finally:
        for worker in started:
            worker.kill()


@pytest.fixture(scope="session")
def web_server(django_db_setup, tmp_path_factory):
    """The address of a real gunicorn, one for all tests of this process.

    It looks for the pages' files once, at its start: the data folder has to be filled before it.

    It starts once, since that is dear, and always asks the database environment.WEB: `committed`
    makes that anew for each test with `live_server_url`, and what was connected is thrown out.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"{url}/livez", timeout=2) as reply:
                return reply.status == 200
        except (urllib.error.URLError, OSError):
            return False

    command = services.on_this_python(services.web(f"127.0.0.1:{port}", 1))
    log = tmp_path_factory.mktemp("web") / "web.log"
    service = Service(command, answers, log, **environment.leads_to(environment.WEB))
    service.start()
    yield url
    service.stop()


@pytest.fixture
def live_server_url(web_server, committed):
    """The address of a real gunicorn on the database of `committed`."""
    assert committed == environment.WEB
    return web_server
