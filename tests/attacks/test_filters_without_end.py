"""A filter that is named 900 times, with values that there are not: each became a link.

Every link repeated all others: 11 kB of address were answered with 15 MB in 21 seconds.
"""

from urllib.parse import urlencode

import pytest

from kernel.pages.narrowing import MOST_VALUES
from tests.cases import factories

pytestmark = pytest.mark.django_db
LISTS = {
    "/cases/": ["status", "portfolio", "level", "office", "offence", "opened_from", "reference"],
    "/persons/": ["sex", "nationality", "office", "born_from", "case"],
    "/notices/": ["colour", "status", "portfolio", "office", "reference"],
    "/requests/": ["type", "urgency", "state", "office", "tab"],
}


def test_no_list_repeats_what_it_does_not_know(amina, signed_in):
    factories.case(amina)
    browser = signed_in(amina)
    for path, names in LISTS.items():
        usual = len(browser.get(path).content)
        for name in [*names, "nobody", "view", "page"]:
            many = [(name, f"F{number}") for number in range(900)]
            address = f"{path}?{urlencode(many)}"
            page = browser.get(address)
            assert page.status_code == 200, (path, name)
            assert page.content.count(b"F500") <= 4, "the page's own address, to come back to"
            assert len(page.content) < usual + 5 * len(address), (path, name)
            assert len(page.context["chips"]) <= 1, (path, name)


def test_a_value_that_is_not_on_offer_is_said_and_becomes_no_link(amina, signed_in):
    browser = signed_in(amina)
    for path, name, known in [
        ("/cases/", "portfolio", "FRAUD"),
        ("/notices/", "colour", "RED"),
        ("/persons/", "sex", "F"),
    ]:
        page = browser.get(path, {name: [known, "NOWHERE"]})
        assert [chip["url"] for chip in page.context["chips"]] == [f"{path}?{name}=NOWHERE"]
        assert b"Nothing is listed until this can be read" in page.content
        assert b"Clear all" in page.content

        twice = browser.get(path, {name: [known] * 900})
        assert [chip["url"] for chip in twice.context["chips"]] == [f"{path}?"]
        assert b"Nothing is listed" not in twice.content


def test_links_grow_with_what_is_on_offer_and_no_more(amina, signed_in):
    browser, known = signed_in(amina), {}
    form = browser.get("/cases/").context["filter"].form
    for name in ("status", "portfolio", "level"):
        known[name] = [str(value) for value, _ in form.fields[name].choices]
        assert len(known[name]) < MOST_VALUES, "or some could not be chosen together"
    padding = dict.fromkeys(("nobody", "office", "q2"), "x" * 25000)

    chips = browser.get(f"/cases/?{urlencode(known | padding, doseq=True)}").context["chips"]

    assert len(chips) == sum(map(len, known.values())) + 1
    assert max(len(chip["url"]) for chip in chips) < 1500


def test_a_call_names_a_filter_so_often_and_no_more(amina, over_api):
    why = {"headers": {"X-Purpose": "LOCATE"}}
    for path in ("/api/v1/cases/", "/api/v1/notices/"):
        many = urlencode([("portfolio", "FRAUD")] * 900)
        answer = over_api(amina).get(f"{path}?{many}", **why)
        assert answer.status_code == 400 and len(answer.content) < 2000
