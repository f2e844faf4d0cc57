"""Gives each test process its own database, Redis number and data folder, before Django loads.

Loaded with `-p` (see pyproject.toml): pytest-django reads the settings before any conftest.
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

TEMPLATE = "iisa_template"
UNSEEDED = "iisa_unseeded"  # migrated, and nothing else


def _own_number() -> int:
    """0 for a single process, n + 1 for the xdist worker gw-n."""
    found = re.fullmatch(r"gw(\d+)", os.environ.get("PYTEST_XDIST_WORKER", ""))
    return int(found[1]) + 1 if found else 0


NUMBER = _own_number()
DATABASE = f"iisa_test_{NUMBER}"
WEB = f"{DATABASE}_web"  # what the web server of this process asks


def database_url(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def leads_to(name: str) -> dict[str, str]:
    """The environment of a process that shall work on the database `name`."""
    urls = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_LOAD_URL")
    return {key: database_url(os.environ[key], name) for key in urls}


def _set_own() -> None:
    folder = Path(os.environ["IISA_TEST_FOLDER"])
    os.environ["AGENCY_DATA"] = str(folder / "data" / str(NUMBER))
    os.environ["REDIS_URL"] = database_url(os.environ["REDIS_URL"], str(NUMBER))
    os.environ.update(leads_to(DATABASE))


if "IISA_TEST_FOLDER" not in os.environ:
    raise pytest.UsageError('The tests need servers: run them with `make test T="..."`.')
_set_own()
