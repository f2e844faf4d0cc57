"""Health checks hold under Docker and podman: no shell, no variable, no proxy, no library."""

import importlib
import importlib.util
import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import yaml
from celery import Celery

from agency.beat import Scheduler
from launch import health
from launch.places import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
TESTS = {
    name: row["healthcheck"]["test"]
    for name, row in COMPOSE["services"].items()
    if "healthcheck" in row
}
OURS = {name: test for name, test in TESTS.items() if "launch.health" in test}


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/readyz" else 503)
        self.end_headers()

    def log_message(self, *words) -> None:
        pass


@pytest.fixture
def server():
    made = HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


def test_no_check_reads_a_variable_that_a_shell_may_not_have():
    assert not [name for name, test in TESTS.items() if any("$" in word for word in test)]
    assert set(OURS) == {"web", "delivery", "worker", "beat"}
    assert {test[0] for test in OURS.values()} == {"CMD"}
    assert all(test[4] in health.CHECKS and len(test) == 6 for test in OURS.values())


def test_a_check_says_no_in_a_sentence_where_the_environment_is_empty():
    """As an engine runs it; nothing of the service is here."""
    for name in ("web", "beat"):
        command = ["env", "-i", sys.executable, *OURS[name][2:]]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1


def test_the_web_server_is_asked_past_every_proxy(server, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")

    assert health.main(["answers", f"{server}/readyz"]) == 0
    assert health.main(["answers", f"{server}/other"]) == 1
    assert COMPOSE["services"]["proxy"]["environment"]["http_proxy"] == ""


def test_a_worker_that_is_not_there_does_not_answer_and_one_that_is_does(celery_worker, capsys):
    assert health.pings("nobody") == f"nobody@{health.socket.gethostname()} does not answer."
    node = celery_worker.command[celery_worker.command.index("-n") + 1]
    name, _, host = node.partition("@")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(health.socket, "gethostname", lambda: host)
        assert health.main(["pings", name]) == 0


# The modules of C that Python was built with; `dumb` needs none.
KEPT_BY = {"dumb": "dbm", "gnu": "_gdbm", "ndbm": "_dbm"}
LIBRARIES = [name for name, needed in KEPT_BY.items() if importlib.util.find_spec(needed)]


@pytest.mark.parametrize("library", LIBRARIES)
def test_beat_shows_life_by_whatever_library_its_schedule_is_kept(library, tmp_path, monkeypatch):
    dbm = importlib.import_module(f"dbm.{library}")
    monkeypatch.setattr("dbm._defaultmod", dbm)
    schedule = str(tmp_path / "schedule")
    app = Celery("empty", broker="memory://", set_as_current=False)
    beat = Scheduler(app=app, schedule_filename=schedule)
    assert health.ticks(f"{schedule}.ticked")

    beat.tick()

    assert health.main(["ticks", f"{schedule}.ticked"]) == 0
    long_ago = time.time() - health.TICK_SECONDS - 1
    os.utime(f"{schedule}.ticked", (long_ago, long_ago))
    assert "has not ticked for" in health.ticks(f"{schedule}.ticked")
    beat.tick()
    assert health.ticks(f"{schedule}.ticked") == ""
    beat.close()
