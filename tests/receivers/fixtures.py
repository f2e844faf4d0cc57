"""Fixtures: receivers on loopback, which the operator's allow-list names."""

import ipaddress

import pytest

from tests.receivers.server import Receiver


@pytest.fixture
def allow_loopback(settings):
    """Allow loopback, as an operator allows offices on private networks."""
    settings.OUTBOUND_ALLOW = [("", ipaddress.ip_network("127.0.0.0/8"), None)]


@pytest.fixture
def receiver(allow_loopback):
    """A receiver that may be called."""
    with Receiver() as one:
        yield one


@pytest.fixture
def forbidden():
    """A receiver on loopback that nobody allowed."""
    with Receiver() as one:
        yield one
