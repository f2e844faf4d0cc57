"""The one command that runs everything: start, second start, faults, end."""

import json
import os
import re
import signal
import time
import urllib.request
from pathlib import Path

import psycopg2
import pytest

from tests.launch.launcher import Launcher


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A system that is up; the tests of this file use it one after the other."""
    launcher = Launcher(tmp_path_factory.mktemp("data folder"))
    launcher.ready()
    yield launcher
    launcher.end()


def address_of_database(launcher) -> str:
    text = (launcher.folder / "environment").read_text()
    return re.search("^DATABASE_OWNER_URL=(.*)$", text, re.MULTILINE)[1]


def ask(launcher, statement: str) -> list[tuple] | None:
    connection = psycopg2.connect(address_of_database(launcher))
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def until(condition, patience=60.0):
    """Ask again until it holds; the deadline only ends a test that would hang."""
    deadline = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.1)
    return found


def is_ready(launcher) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{launcher.port}/readyz") as reply:
            return reply.status == 200
    except OSError:
        return False


def test_ready_means_that_the_system_answers(running):
    assert is_ready(running)
    assert f"Ready: http://127.0.0.1:{running.port}/" in running.said()


def test_the_accounts_to_try_are_shown(running):
    running.wait_for("Ctrl-C")
    assert "  Officer  KEN  amina@demo.example  none\n" in running.said()


def test_secrets_are_for_the_owner_only(running):
    private = ["secrets.json", "environment", "running", "valkey/valkey.conf"]
    assert {oct((running.folder / name).stat().st_mode & 0o777) for name in private} == {"0o600"}


def test_no_command_line_shows_a_password(running):
    secrets = (running.folder / "secrets.json").read_text()
    words = [word for word in re.findall('"([^"]+)"', secrets) if len(word) > 30]
    commands = " ".join(running.children().values())
    assert words
    assert not [word for word in words if word in commands]


def test_nothing_that_runs_on_knows_the_owner_of_the_tables(running):
    secrets = json.loads((running.folder / "secrets.json").read_text())
    for pid in running.children():
        try:
            environ = Path(f"/proc/{pid}/environ").read_text()
        except OSError:  # it has ended
            continue
        assert secrets["iisa_owner"] not in environ and secrets["iisa_admin"] not in environ


def test_a_second_start_on_the_same_data_is_refused_in_one_sentence(running):
    second = Launcher(running.folder)
    assert second.finish() == 1
    assert second.said().count("\n") == 1
    assert f"already runs on {running.folder}" in second.said()
    assert is_ready(running)


def test_a_taken_port_is_refused_in_one_sentence(running, tmp_path):
    second = Launcher(tmp_path / "other", port=running.port)
    assert second.finish() == 1
    assert second.said().startswith(f"launch: Port {running.port} is taken")
    assert second.said().count("\n") == 1


# Every kill belongs to the drill; one of a process and one of a server to every day.
DRILLED = [
    *(f"celery -A agency worker --hostname {name}@" for name in ("delivery", "worker")),
    "celery -A agency beat",
]


@pytest.mark.parametrize(
    "word", ["gunicorn", *(pytest.param(word, marks=pytest.mark.drill) for word in DRILLED)]
)
def test_a_process_that_is_killed_is_started_again(running, word):
    killed = running.child(word)
    os.kill(killed, signal.SIGKILL)
    running.wait_for("launch: the ")
    until(lambda: any(word in c and p != killed for p, c in running.children().items()))
    until(lambda: is_ready(running))


@pytest.mark.parametrize(
    "word", ["postgres -D", pytest.param("valkey-server", marks=pytest.mark.drill)]
)
def test_a_server_that_is_killed_comes_back_at_the_same_address(running, word):
    before = address_of_database(running)
    os.kill(running.child(word), signal.SIGKILL)
    running.wait_for("launch: ")
    until(lambda: is_ready(running))
    assert address_of_database(running) == before


def test_data_stay_and_no_process_does(running):
    ask(running, "CREATE TABLE left_behind AS SELECT 7 AS number")
    running.end(signal.SIGKILL)
    until(lambda: not running.children())

    second = Launcher(running.folder)
    second.ready()
    assert ask(second, "SELECT number FROM left_behind") == [(7,)]
    assert second.end(signal.SIGINT) == 0
    assert second.children() == {}


def test_a_stop_during_the_start_leaves_no_process(tmp_path):
    launcher = Launcher(tmp_path)
    launcher.wait_for("Migrating ...")
    assert launcher.end() == 0
    assert launcher.children() == {}
