"""What waits for a browser or a worker has a second run; nothing else has."""

import re

import pytest

from launch.places import ROOT
from tests.plumbing import flaky, inner

# Fails the first time and passes the second time.
ONCE = """
import pathlib, pytest
@pytest.mark.waits
def test_{name}():
    place = pathlib.Path(__file__).with_name("{name}.seen")
    if not place.exists():
        place.touch()
        print("said the first time")
        raise AssertionError("not yet")
"""
ALWAYS = "import pytest\n@pytest.mark.waits\ndef test_always(): raise AssertionError('never')\n"
SETUP = """
import pathlib, pytest
@pytest.fixture
def celery_worker():
    place = pathlib.Path(__file__).with_name("worker.seen")
    if not place.exists():
        place.touch()
        pytest.fail("the worker did not start")
def test_with_a_worker(celery_worker): pass
"""
GOOD = "def test_good(): pass\n"


def run(folder, processes="0", **files):
    options = ["-n", processes, "--dist", "loadfile"]
    return inner.run(folder, "tests.plumbing.flaky", *options, **files, test_good=GOOD)


def kept(folder):
    return sorted(folder.joinpath(flaky.FOLDER).glob("*.txt"))


@pytest.mark.parametrize("processes", ["0", "2"])
def test_what_passes_by_itself_is_flaky_and_its_first_output_is_kept(tmp_path, processes):
    code, said = run(tmp_path, processes, test_slow=ONCE.format(name="slow"))

    assert code == 0, said
    assert re.search(r"1 passed, 1 flaky in", said)
    assert "FAILURES" not in said
    (path,) = kept(tmp_path)
    assert f"passed when it ran again by itself: {path.relative_to(tmp_path)}" in said
    text = path.read_text()
    assert "AssertionError: not yet" in text and "said the first time" in text
    assert text.rstrip().splitlines()[-1].startswith("1 passed")


def test_a_worker_that_did_not_start_is_waited_for_without_a_mark(tmp_path):
    code, said = run(tmp_path, "2", test_work=SETUP)

    assert code == 0, said
    assert re.search(r"1 passed, 1 flaky in", said)


def test_what_fails_again_fails_the_run(tmp_path):
    code, said = run(tmp_path, test_always=ALWAYS, test_slow=ONCE.format(name="slow"))

    assert code == 1
    assert re.search(r"1 failed, 1 passed, 1 flaky in", said)
    assert "AssertionError: never" in said


def test_three_flaky_tests_fail_a_run(tmp_path):
    two = {f"test_{name}": ONCE.format(name=name) for name in ("one", "two")}
    assert run(tmp_path, **two)[0] == 0

    for seen in tmp_path.glob("*.seen"):
        seen.unlink()
    code, said = run(tmp_path, **two, test_three=ONCE.format(name="three"))

    assert code == 1
    assert "3 flaky tests fail a run: 2 are the most." in said


def test_what_is_not_marked_is_not_run_again(tmp_path):
    text = ONCE.format(name="plain").replace("@pytest.mark.waits\n", "")
    code, said = run(tmp_path, test_plain=text)

    assert code == 1
    assert "1 failed, 1 passed in" in said and kept(tmp_path) == []


@pytest.mark.parametrize("name", ["test_two_at_once", "test_who_sees_a_case", "test_migrations"])
def test_a_second_green_of_a_strict_test_is_not_looked_for(tmp_path, name):
    code, said = run(tmp_path, **{name: SETUP})
    assert code == 1 and kept(tmp_path) == []

    code, said = run(tmp_path, **{name: ONCE.format(name="strict")})
    assert code == pytest.ExitCode.USAGE_ERROR
    assert "is never run again: take the mark waits off" in said


def test_a_run_that_stopped_early_does_not_pass(tmp_path):
    files = {"test_a_slow": ONCE.format(name="slow"), "test_good": GOOD}
    code, said = inner.run(tmp_path, "tests.plumbing.flaky", "-x", **files)

    assert code != 0, said


def test_a_flaky_test_is_listed_by_later_runs_until_its_file_is_deleted(tmp_path):
    run(tmp_path, test_slow=ONCE.format(name="slow"))
    (path,) = kept(tmp_path)

    words = f"Failed earlier, to be deleted once mended: {path.relative_to(tmp_path)}"
    assert words in run(tmp_path)[1]
    path.unlink()
    assert words not in run(tmp_path)[1]


def test_files_about_permission_attacks_lives_races_delivery_and_migrations_are_strict():
    strict = {
        *ROOT.glob("tests/ledger/test_*.py"),
        *ROOT.glob("tests/drill/test_*.py"),
        *(
            path
            for word in ("race", "at_once", "who_", "life", "matrix", "deliver", "migration")
            for path in ROOT.glob(f"tests/*/test_*{word}*.py")
        ),
        *(
            path
            for word in ("hostile", "forged", "stolen", "permission", "object_level")
            for path in ROOT.glob(f"tests/*/test_*{word}*.py")
        ),
    }
    assert len(strict) > 25
    assert [path for path in strict if not flaky.is_strict(str(path.relative_to(ROOT)))] == []
    assert not flaky.is_strict("tests/pages/test_walk.py::test_who_may_enter")
