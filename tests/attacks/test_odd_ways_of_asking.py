"""Methods that there are not, addresses with a thousand parameters, bodies of many megabytes."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PAGES = ["/", "/livez", "/accounts/login/", "/cases/", "/cases/new", "/public/", "/verify/", "/x"]
CALLS = ["/api/v1/cases/", "/api/v1/nothing/", "/oauth/token/"]
MANY = "&".join(f"a{n % 7}=1" for n in range(1100))


@pytest.fixture
def everybody(amina):
    """A stranger and an officer, of whom forms are asked for their token."""
    officer = Client(enforce_csrf_checks=True)
    officer.force_login(amina, backend="central_offices.sign_in.who_acts.OfficerBackend")
    return [Client(enforce_csrf_checks=True), officer]


def test_a_method_that_pages_do_not_have_is_no_form_to_be_sent_again(everybody):
    for browser in everybody:
        for path in PAGES:
            for method in ["PUT", "PATCH", "DELETE", "CONNECT", "TRACE", "PROPFIND", "FOO", "G-T"]:
                answer = browser.generic(method, path)
                assert answer.status_code == 405, (method, path)
                assert answer.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
        for path in CALLS:
            for method in ["CONNECT", "TRACE", "PROPFIND", "FOO", "G-T"]:
                answer = browser.generic(method, path)
                assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_an_address_with_a_thousand_parameters_is_refused_and_breaks_nothing(everybody):
    for browser in everybody:
        for path in [*PAGES, *CALLS, "/search", "/public/notices/"]:
            for method in ("GET", "HEAD", "POST", "OPTIONS"):
                answer = browser.generic(method, f"{path}?{MANY}")
                assert answer.status_code == 400, (method, path)
        assert "1000 parameters" in browser.get(f"/public/?{MANY}").text
        problem = browser.get(f"/api/v1/cases/?{MANY}").json()
        assert (problem["code"], "1000" in problem["detail"]) == ("invalid", True)


def test_a_form_with_a_thousand_fields_is_refused_and_breaks_nothing(everybody):
    form = "application/x-www-form-urlencoded"
    for browser in everybody:
        for path in ("/accounts/login/", "/cases/new", "/api/v1/cases/", "/oauth/token/"):
            answer = browser.post(path, MANY, content_type=form)
            assert 400 <= answer.status_code < 500, path


def test_a_body_without_files_that_is_too_large_is_told_how_large_it_may_be(over_api, amina):
    caller, text = over_api(amina), b"a" * (5 * 1024 * 1024)
    answer = caller.generic(
        "POST", "/api/v1/cases/", b'{"title": "' + text + b'"}', content_type="application/json"
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "5.0" in answer.json()["detail"]
