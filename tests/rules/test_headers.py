"""What every answer tells a browser, whoever asks and whatever the answer is."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
# A page, a page without a name, a call, a refused call, what is not there, what is public, a probe.
ADDRESSES = [
    "/",
    "/cases/",
    "/cases/KEN-2026-999999/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/api/v1/cases/",
    "/api/v1/nothing/",
    "/api/v1/schema/",
    "/nothing-here",
    "/public/",
    "/public/notices/feed.atom",
    "/robots.txt",
    "/notices/v1/red",
    "/verify/R7KM-4T2Q-9XDA",
    "/livez",
]
# What anybody may read may be read from any page, without cookies.
PUBLIC_SERVICE = {"Access-Control-Allow-Origin"}


@pytest.fixture(params=["a stranger", "an officer"])
def browser(request, amina, signed_in):
    return signed_in(amina) if request.param == "an officer" else Client()


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_answer_can_be_guessed_about_framed_or_given_a_script(address, browser):
    answer = browser.get(address)

    policy = answer["Content-Security-Policy"]
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_answer_but_the_public_service_is_opened_to_other_origins(address, browser):
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    for answer in (
        browser.get(address, headers=asked),
        browser.options(address, headers=asked),
    ):
        opened = {name for name in answer.headers if name.startswith("Access-Control")}
        assert opened <= PUBLIC_SERVICE if address.startswith("/notices/v1/") else not opened


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_said_in_text_says_its_encoding(address, browser):
    answer = browser.get(address)
    kind = answer.headers.get("Content-Type", "")

    assert not answer.content or kind
    assert not kind.startswith("text/") or kind.endswith("charset=utf-8")


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_that_a_caller_sent_comes_back_by_trace(address, browser):
    answer = browser.trace(address, headers={"X-Secret": "a-header-of-mine"})

    assert b"a-header-of-mine" not in getattr(answer, "content", b"")
    assert answer.headers.get("Content-Type") != "message/http"


def test_a_form_from_elsewhere_changes_nothing(amina):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(amina, backend="central_offices.sign_in.who_acts.OfficerBackend")
    for address in ("/cases/new", "/api/v1/cases/", "/accounts/logout/", "/accounts/sessions/"):
        answer = strict.post(address, {}, headers={"Origin": "https://elsewhere.example"})
        assert answer.status_code == 403, address
    assert strict.get("/").status_code == 200
