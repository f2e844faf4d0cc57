"""One version number: the package's, the API's and the newest of the changelog."""

import re
import tomllib

from launch.places import ROOT

PACKAGE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
HEADING = re.compile(r"^## (\d+\.\d+\.\d+) – (\d{4}-\d{2}-\d{2}|unreleased)$", re.MULTILINE)


def headings() -> list[str]:
    """Every heading of a version, as it stands."""
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    return [line for line in changelog.splitlines() if line.startswith("## ")]


def test_the_schema_of_the_api_names_the_version_of_the_package(client, db):
    schema = client.get("/api/v1/schema/", {"format": "json"}).json()

    assert schema["info"]["version"] == PACKAGE


def test_the_changelog_begins_with_the_version_of_the_package():
    assert headings()[0].split()[1] == PACKAGE


def test_every_version_of_the_changelog_has_its_day_or_is_unreleased_on_top():
    matched = [HEADING.fullmatch(line) for line in headings()]
    assert all(matched), headings()

    versions = [tuple(map(int, found[1].split("."))) for found in matched if found]
    days = [found[2] for found in matched if found]
    assert versions == sorted(set(versions), reverse=True)
    assert "unreleased" not in days[1:]
