"""Somebody reads the server's log for one-time links that were asked for in a wrong way."""

import io
import logging
import logging.config
from logging import LogRecord

import pytest
from django.test import Client

from agency import logs
from tests import persons

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    """The text that the console would have shown of every logger that speaks of addresses."""
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(logs.WithoutLinks("%(levelname)s %(message)s"))
    loggers = [logging.getLogger(name) for name in ("django", "agency", "agency.access", "ledger")]
    for logger in loggers:
        logger.addHandler(handler)
    yield kept
    for logger in loggers:
        logger.removeHandler(handler)


def test_a_link_posted_without_the_forms_token_or_with_something_behind_it(otieno, lines):
    token = persons.new_link(otieno).rstrip("/").rsplit("/", 1)[-1]
    browser = Client(enforce_csrf_checks=True)
    for address in (
        f"/invitation/{token}/",
        f"/invitation/{token}x",
        f"/Invitation/{token}/",
        f"/invitation/{token}/nothing/",
        f"/accounts/password/reset/key/{token}/",
        f"/accounts/password/reset/key/1-{token}/x",
    ):
        browser.post(address, {"password": "x"})
        browser.get(address)
    said = lines.getvalue()
    assert "invitation" in said.casefold()
    assert token not in said


def test_no_line_holds_a_link_wherever_in_it_the_address_stands():
    token = "Abc-123_xyz" * 4
    line = logs.WithoutLinks("%(message)s %(exc_info)s")
    for text, args in (
        ("Forbidden (CSRF cookie not set.): %s", (f"/invitation/{token}/",)),
        ("1.2.3.4 POST %r 403 12", (f"/invitation/{token}/",)),
        (f"GET //invitation//{token}", ()),
        (f"GET %2Finvitation%2F{token}/", ()),
        (f"/accounts/password/reset/key/3-{token}/?next=/", ()),
    ):
        record = LogRecord("x", logging.INFO, __file__, 1, text, args, None)
        record.request = f"<WSGIRequest: POST '/invitation/{token}/'>"
        assert token not in line.format(record), text


def test_the_settings_write_lines_with_this_formatter():
    assert logs.to_console("INFO")["formatters"]["json"]["()"] == "agency.logs.WithoutLinks"
