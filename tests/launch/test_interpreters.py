"""Which Python the environment is made of: the quickest of one version that can make one."""

import sys
import tomllib

import pytest

from launch import interpreters
from launch.places import ROOT


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


def test_others_are_of_a_version_that_was_tried_and_each_stands_once(tmp_path, monkeypatch):
    for name in ("python3.10", "python3.12", "python3.13", "python3.15", "python3"):
        (tmp_path / name).symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path))
    asked = []
    monkeypatch.setattr(interpreters, "_tried", lambda path: (asked.append(path), (1.0, path))[1])

    found = interpreters._others()

    assert len(set(found)) == len(found)
    mine = [path for path in asked if path.startswith(str(tmp_path))]
    assert mine == [str(tmp_path / "python3.12"), str(tmp_path / "python3.13")]


def test_a_start_says_what_is_slow_and_what_was_never_tried(monkeypatch):
    monkeypatch.setattr(interpreters.sysconfig, "get_config_var", lambda _: "--with-pydebug")
    assert "built without its profile" in interpreters.remark()
    monkeypatch.setattr(
        interpreters.sysconfig, "get_config_var", lambda _: "--enable-optimizations"
    )
    assert interpreters.remark() == ""
    monkeypatch.setattr(interpreters, "VERSIONS", (98, 99))
    assert "was not tried with this version of the system, only 3.98 to 3.99" in (
        interpreters.remark()
    )


def test_the_documents_name_the_versions_that_were_tried():
    named = f"3.{interpreters.VERSIONS[0]} to 3.{interpreters.VERSIONS[-1]}"
    for name in ("README.md", "docs/operations.md", "CONTRIBUTING.md"):
        assert f"Python {named}" in (ROOT / name).read_text(), name
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == f">=3.{interpreters.VERSIONS[0]}"
