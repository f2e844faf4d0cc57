"""What the launcher says when it cannot start: one sentence, exit code 1."""

import errno
import os

import pytest

from launch import places, run, setup, trouble
from launch.trouble import Trouble
from tests.launch.launcher import Launcher


def said_by(launcher: Launcher) -> str:
    assert launcher.finish() == 1
    assert launcher.said().startswith("launch: ")
    return launcher.said()


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root can give a folder away.")
def test_a_data_folder_of_somebody_else_is_refused(tmp_path):
    os.chown(tmp_path, 65534, 65534)
    assert "belongs to nobody, not to root" in said_by(Launcher(tmp_path))


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "data"
    assert f"Could not make the data folder {place}" in said_by(Launcher(place))


def test_a_database_that_cannot_be_reached_is_said_in_a_sentence(tmp_path):
    url = f"postgresql://officer:secret@127.0.0.1:{places.free_port()}/iisa"
    launcher = Launcher(tmp_path, DATABASE_URL=url)
    assert launcher.finish() == 1
    last = launcher.lines[-1]
    assert last.startswith("launch: The database cannot be used: ")
    assert "secret" not in launcher.said()


@pytest.mark.parametrize("given", ["eighty", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none_is_refused(monkeypatch, given):
    monkeypatch.setenv("PORT", given)
    with pytest.raises(Trouble, match="set a number from 1 to 65535"):
        run.port()


def test_a_full_disk_is_said_in_a_sentence():
    error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert str(trouble.in_words(error, "write x")) == (
        "The disk is full: could not write x. Free some space and start again."
    )


def test_a_missing_library_stops_before_any_download_with_the_command_to_type(monkeypatch):
    monkeypatch.setattr(setup, "LIBRARIES", {"libnowhere.so.0": "libnowhere0"})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Trouble) as refusal:
        setup.python()
    command = "apt-get install -y --no-install-recommends libnowhere0"
    assert str(refusal.value).endswith(command)


def test_a_damaged_secrets_file_is_not_overwritten(tmp_path):
    (tmp_path / "secrets.json").write_text("{")
    assert "secrets.json is damaged" in said_by(Launcher(tmp_path))
    assert (tmp_path / "secrets.json").read_text() == "{"
