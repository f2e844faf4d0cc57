"""A borrowed Host, numbers without an end, and names in the log."""

from types import SimpleNamespace

import pytest
from django.core import mail
from django.test import Client

from agency.web_server.answering import Answer
from central_offices.accounts import resets

pytestmark = pytest.mark.django_db


def test_the_link_of_a_reset_leads_to_our_own_address(
    amina, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for host in ("127.0.0.1:6666", "localhost:1"):
        with django_capture_on_commit_callbacks(execute=True):
            Client(HTTP_HOST=host).post("/accounts/password/reset/", {"email": amina.email})
            resets.send(amina.email)  # what a worker does after the form
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        (link,) = [line for line in letter.body.splitlines() if "://" in line]
        assert link.startswith(f"{settings.PUBLIC_URL}/accounts/password/reset/key/")


def test_a_number_without_an_end_names_no_session(amina, signed_in):
    browser = signed_in(amina)
    for number in ("9" * 5000, "9" * 19, "٣" * 30, "1"):
        answer = browser.post("/accounts/sessions/", {"session": number})
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/sessions/")


def test_the_line_of_a_request_in_the_log_holds_no_name_that_was_searched_for():
    request = SimpleNamespace(
        command="GET", path="/cases/\n", query="q=Okello", request_uri="/cases/?q=Okello"
    )
    answer = SimpleNamespace(
        request=request,
        environ={"REMOTE_ADDR": "192.0.2.7", "QUERY_STRING": "q=Okello"},
        status="200 OK",
        content_bytes_written=12,
    )

    assert Answer._line(answer) == "192.0.2.7 GET '/cases/\\n' 200 12"
