"""docs/operations.md names what there is."""

import re

from launch.places import ROOT
from launch.run import DATABASE
from tests.launch.test_compose import settings_known

TEXT = (ROOT / "docs/operations.md").read_text()


def first_columns() -> set[str]:
    """Every name in backticks that begins a row of a table."""
    rows = re.findall(r"^\| (`[^|]+) \|", TEXT, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def test_every_setting_is_explained():
    assert settings_known() - {"DEMO", "PORT", "AGENCY_DATA"} <= first_columns() | {
        "SECRET_KEY_FALLBACKS"  # stands in the row of SECRET_KEY
    }
    assert "`SECRET_KEY_FALLBACKS`" in TEXT


def test_no_setting_is_explained_that_nobody_reads():
    assert first_columns() <= settings_known() | {"WEB_WORKERS"}


def test_the_database_has_the_name_that_the_commands_use():
    assert f"--dbname {DATABASE}" in TEXT
    assert f"--format custom {DATABASE} " in TEXT


def test_every_script_that_is_named_exists():
    for name in re.findall(r"`((?:launch|docs)/[\w./-]+)`", TEXT):
        assert (ROOT / name).exists(), name
