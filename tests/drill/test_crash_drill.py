"""The drill with crashes of PostgreSQL and Redis, for `make drill`."""

import json
import subprocess
import sys

import pytest

from launch.places import ROOT


@pytest.mark.drill
def test_crashes_of_every_part_lose_and_repeat_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.drill.crash", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=900,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    result = json.loads(done.stdout.splitlines()[-1])
    print(f"crash drill: {result}")  # noqa: T201  (shown with -s, and when it fails)
    assert result["committed"] >= 900
    wrong = {name: result[name] for name in ("lost", "twice", "ghosts", "out of order")}
    assert wrong == {"lost": 0, "twice": 0, "ghosts": 0, "out of order": 0}
    assert result["emptied after"] <= 60
