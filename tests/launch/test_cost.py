"""What the tests cost is said at the end of a run, in sum and by file."""

import re
import subprocess
import sys

import pytest

from launch import testing
from tests.plumbing import inner

BUSY = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass\n"
# Starts a child that is busy, says so, and lives on until it is killed.
MIDDLE = (
    "import subprocess, sys, time\n"
    f"subprocess.Popen([sys.executable, '-c', 'print(1, flush=True)\\n' + {BUSY * 3!r}])\n"
    "time.sleep(60)\n"
)
FILES = {
    "test_cheap": "def test_nothing(): pass\ndef test_nothing_more(): pass\n",
    "test_own": f"def test_work():\n    exec({BUSY!r})\n",
    "test_child": (
        "import subprocess, sys\n"
        f"def test_work(): subprocess.run([sys.executable, '-c', {BUSY * 3!r}], check=True)\n"
    ),
    "test_running": (
        "import subprocess, sys, time\n"
        f"code = {BUSY * 6!r} + 'print(1, flush=True)\\ntime.sleep(60)'\n"
        "def test_work():\n"
        "    global child\n"
        "    child = subprocess.Popen([sys.executable, '-c', code], stdout=subprocess.PIPE)\n"
        "    child.stdout.readline()\n"
        "def teardown_module():\n"
        "    child.kill()\n"
    ),
}


@pytest.mark.parametrize("processes", ["0", "2"])
def test_the_dearest_files_are_listed_with_the_processes_that_they_started(tmp_path, processes):
    words = ["-n", processes, "--dist", "loadfile", "--dearest", "3"]
    code, said = inner.run(tmp_path, "tests.plumbing.cost", *words, **FILES)

    assert code == 0, said
    rows = re.findall(r"([\d.]+) s +([\d.]+) s by the clock +(\d+) tests  (\S+)", said)
    assert [row[3] for row in rows] == ["test_running.py", "test_child.py", "test_own.py"]
    assert all(float(row[0]) >= least for row, least in zip(rows, [1.7, 0.8, 0.2], strict=True))
    assert [row[2] for row in rows] == ["1", "1", "1"]
    assert "for 4 files" in said and f"in {processes.replace('0', '1')} processes" in said


ORPHAN = (
    "import os, signal, subprocess, sys\n"
    f"middle = subprocess.Popen([sys.executable, '-c', {MIDDLE!r}], stdout=subprocess.PIPE)\n"
    "middle.stdout.readline()\n"
    "middle.kill()\n"
    "middle.wait()\n"
    "middle.stdout.read()\n"  # the orphan's end
)


def test_what_an_orphan_used_is_billed():
    program = (
        "import os, sys\n"
        "from launch import testing\n"
        "bill = testing.Bill()\n"
        f"testing._wait([sys.executable, '-c', {ORPHAN!r}], dict(os.environ), adopting=set())\n"
        "bill.note('x')\n"
        "print(bill.items[0][1])\n"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout

    assert float(said) > 0.9


def test_a_run_is_billed_with_what_was_started_and_waited_for():
    bill = testing.Bill()
    subprocess.run([sys.executable, "-c", BUSY], check=True)
    bill.note("for a child")
    bill.note("for nothing")

    found = re.fullmatch(
        r"Processor: \d+ s \(0.0 minutes\) in \d+ s by the clock: "
        r"\d+ s for a child, 0 s for nothing\.",
        str(bill),
    )
    assert found, str(bill)
    (_, child), (_, nothing) = bill.items
    assert child >= 0.3 > nothing
