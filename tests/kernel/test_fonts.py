"""The system check for what printing needs, and the fontconfig file."""

import os
from xml.etree import ElementTree

from kernel.pdf import fonts


def test_nothing_is_said_when_all_libraries_are_there():
    assert fonts.check_libraries() == []


def test_a_missing_pango_is_an_error_with_the_one_command(monkeypatch):
    monkeypatch.setitem(fonts.NEEDED, "libnobody-has-this.so.0", "libpango-1.0-0")

    (said,) = fonts.check_libraries()

    assert said.is_serious()
    assert "libpango-1.0-0" in said.msg
    assert "apt-get install --no-install-recommends libpango-1.0-0" in said.hint


def test_a_missing_subsetter_is_a_warning_that_names_it(monkeypatch):
    monkeypatch.setitem(fonts.WANTED, "libnobody-has-this.so.0", "libharfbuzz-subset0")

    (said,) = fonts.check_libraries()

    assert not said.is_serious(level=40)
    assert "libharfbuzz-subset0" in said.msg
    assert "apt-get install" in said.hint


def test_the_fontconfig_file_names_the_wheels_and_is_written_once(font_folder, monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", "")

    made = fonts.prepare(font_folder)
    stamp = made.stat().st_mtime_ns
    fonts.prepare(font_folder)

    folders = [entry.text for entry in ElementTree.parse(made).iter("dir")]
    assert [str(folder) for folder in fonts.wheel_folders()] == folders[1:3]
    assert os.environ["FONTCONFIG_FILE"] == str(made)
    assert made.stat().st_mtime_ns == stamp


def test_a_folder_with_markup_in_its_name_is_written_as_text(tmp_path):
    written = fonts.configuration([tmp_path / "a & <b>"], tmp_path)

    assert ElementTree.fromstring(written).find("dir").text.endswith("a & <b>")
