"""The drill with crashes of PostgreSQL and Redis and with failing receivers, for `make drill`."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from launch.places import ROOT

REQUESTS = int(os.environ.get("DRILL_REQUESTS", "10000"))
ZERO = {"lost": 0, "twice": 0, "ghosts": 0, "out of order": 0}


@pytest.mark.drill
def test_crashes_of_every_part_lose_and_repeat_nothing(tmp_path, capsys):
    command = [sys.executable, "-m", "tests.drill.crash", str(tmp_path), str(REQUESTS)]
    with capsys.disabled(), run(command) as drill:
        said, _ = drill.communicate(timeout=3600)

    assert drill.returncode == 0, said[-2000:]
    result = json.loads(said.splitlines()[-1])
    with capsys.disabled():
        print("\n" + table(result))  # noqa: T201
    whole, hooks = result["all"], result["by webhook"]
    assert whole["committed"] >= REQUESTS * 0.9
    assert {name: whole[name] for name in ZERO} == ZERO
    assert {name: hooks[name] for name in ZERO} == ZERO
    assert hooks["forged"] == 0
    assert hooks["kinds of fault"] >= (10 if REQUESTS >= 5000 else 5)  # some are rare
    assert whole["seconds until empty"] <= 60


@contextmanager
def run(command: list[str]) -> Iterator[subprocess.Popen]:
    """The drill as a process that tells its progress, and is ended with its servers and workers."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def table(result: dict[str, dict[str, float]]) -> str:
    return "\n".join(
        f"{part:<12} {name:<28} {value:>8}"
        for part, figures in result.items()
        for name, value in figures.items()
    )
