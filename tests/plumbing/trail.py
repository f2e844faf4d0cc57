"""Fixtures for what the log says: its lines as the operator's tools read them."""

import json
import logging
import logging.config
from collections.abc import Callable
from io import StringIO

import pytest

from agency import logs


@pytest.fixture
def lines():
    """lines() are all lines of the log so far, at the usual level, one dict each."""
    stream, root = StringIO(), logging.getLogger()
    fresh = logging.config.DictConfigurator(logs.to_console("WARNING"))
    handler = logging.StreamHandler(stream)
    handler.setFormatter(fresh.configure_formatter(fresh.config["formatters"]["json"]))
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)


@pytest.fixture
def told(lines, django_capture_on_commit_callbacks):
    """told(act, …) does each act as if it were committed, and returns every line so far."""

    def run(*acts: Callable[[], object]) -> list[dict]:
        for act in acts:
            with django_capture_on_commit_callbacks(execute=True):
                act()
        return lines()

    return run
