"""One address for every page and every call: the form with the other slash leads to it."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django.views.generic import RedirectView

from kernel.pages.middleware import other_form

pytestmark = pytest.mark.django_db
EXAMPLES = {"uuid": "019c0000-0000-7000-8000-000000000001", "int": "1"}
EXAMPLES |= {"slug": "x", "str": "x", "path": "x/y"}
CONVERTER = re.compile(r"<(?:(\w+):)?\w+>")


def addresses(resolver=None, before="/") -> Iterator[str]:
    """An address of every route that is written as one (regular expressions are left out)."""
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry.pattern, RoutePattern):
            continue
        route = before + CONVERTER.sub(
            lambda found: EXAMPLES[found[1] or "str"], str(entry.pattern)
        )
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif isinstance(entry, URLPattern) and not _leads_on(entry):
            yield route


def _leads_on(entry: URLPattern) -> bool:
    """Whether it is an old address, which redirects in both forms."""
    return getattr(entry.callback, "view_class", None) is RedirectView


def test_the_form_with_the_other_slash_leads_to_the_page(amina, signed_in):
    browser, known = signed_in(amina), set(addresses())
    wrong = {
        path: (answer.status_code, answer.headers.get("Location"))
        for path in sorted(known - {"/"})
        if other_form(path) not in known
        and not path.startswith(("/api/", "/oauth/"))
        and (answer := browser.get(other_form(path))).headers.get("Location") != path
    }
    assert len(known) > 150 and not wrong


def test_what_was_sent_stays_with_it_and_the_query_too(amina, signed_in):
    answer = signed_in(amina).post("/duty/?view=mine", {"text": "kept"})
    assert (answer.status_code, answer.url) == (308, "/duty?view=mine")


def test_a_call_of_the_api_is_answered_without_its_slash_as_with_it(amina, signed_in):
    browser = signed_in(amina)
    both = [browser.get(path).json() for path in ("/api/v1/offices", "/api/v1/offices/")]
    assert both[0] == both[1] and both[0]["results"]

    assert browser.post("/api/v1/requests", {}, "application/json").status_code == 400
    assert browser.post("/oauth/token", {}).json()["error"] == "invalid_request"
    assert browser.get("/api/v1/nothing").status_code == 404


def test_a_page_that_is_in_neither_form_stays_missing(amina, signed_in):
    browser = signed_in(amina)
    assert browser.get("/nothing").status_code == browser.get("/nothing/").status_code == 404
    assert browser.get("/requests/R-KEN-1/").status_code == 404
