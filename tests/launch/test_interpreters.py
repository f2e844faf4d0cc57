"""Which Python the environment is made of: the quickest of one version that can make one."""

import sys

import pytest

from launch import interpreters


@pytest.fixture
def times(monkeypatch):
    """times({path: seconds}) says what the trial takes, ours under its own path."""

    def are(seconds: dict[str, float], own: float) -> None:
        every = seconds | {sys.executable: own}
        monkeypatch.setattr(interpreters, "_others", lambda: list(seconds))
        monkeypatch.setattr(interpreters, "_seconds", every.__getitem__)

    return are


def test_a_clearly_quicker_interpreter_is_taken_and_said(times, capsys):
    times({"/slow/python": 0.9, "/quick/python": 0.5}, own=1.0)
    assert interpreters.quickest() == "/quick/python"
    said = capsys.readouterr().out
    assert said == f"Taking /quick/python: it is 50 % quicker than {sys.executable}.\n"


def test_ours_is_kept_where_another_is_hardly_quicker_or_cannot_run(times, capsys):
    for others in ({}, {"/other/python": 0.95}, {"/without/venv": 0.0}):
        times(others, own=1.0)
        assert interpreters.quickest() == sys.executable
    assert capsys.readouterr().out == ""


def test_another_is_taken_where_ours_cannot_make_an_environment(times, capsys):
    times({"/other/python": 2.0}, own=0.0)
    assert interpreters.quickest() == "/other/python"
    assert "cannot make an environment" in capsys.readouterr().out


def test_a_trial_measures_what_can_run_and_refuses_the_rest(tmp_path):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho no\n")
    broken.chmod(0o755)
    assert interpreters._seconds(sys.executable) > 0
    assert interpreters._seconds(str(broken)) == 0
    assert interpreters._seconds(str(tmp_path / "none")) == 0


def test_others_are_of_our_version_and_each_stands_once():
    found = interpreters._others()
    assert len({*map(interpreters.os.path.realpath, found)}) == len(found)
    assert all(path.endswith(f"python3.{sys.version_info.minor}") for path in found)
