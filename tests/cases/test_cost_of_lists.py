"""A list costs the same number of queries for one row and for fifty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import sharing
from tests.cases import browsing, factories

pytestmark = pytest.mark.django_db

BUDGET = 40  # the frame's own queries, savepoints and the ledger included
LISTS = [
    "/cases/?view=all",
    "/cases/?view=mine",
    "/cases/?q=Okello",
    "/cases/?q=Lantern",
    "/cases/?view=all&status=OPEN&portfolio=FRAUD&level=1&office=KEN",
    "/persons/",
    "/persons/?q=Okello",
    "/api/v1/cases/",
    "/api/v1/cases/?q=Okello",
    "/api/v1/persons/",
    "/api/v1/persons/?q=Okello",
]


def cost(client, url) -> int:
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url, headers={"X-Purpose": "INFORMATION"})
    assert page.status_code == 200
    assert any(word in page.content.decode() for word in ("Lantern", "Okello"))
    return len(queries)


def file(officer, pierre, number):
    case = factories.case(officer, f"Lantern {number}", people=["Daniel Okello"])
    sharing.share(case, pierre.office, by=officer)


def test_one_row_and_fifty_cost_the_same(amina, pierre, signed_in, over_api):
    page, api = browsing.with_purpose(signed_in(amina)), over_api(amina)
    file(amina, pierre, 0)
    api.get("/api/v1/cases/"), page.get("/cases/")
    clients = {url: api if "/api/" in url else page for url in LISTS}
    one = {url: cost(clients[url], url) for url in LISTS}

    for number in range(1, 50):
        file(amina, pierre, number)

    assert {url: cost(clients[url], url) for url in LISTS} == one
    assert max(one.values()) <= BUDGET


def test_pages_follow_each_other_without_gap_or_repetition(amina, signed_in, over_api):
    filed = [factories.case(amina, f"Lantern {n}").reference for n in range(7)]
    api = over_api(amina)

    seen, url = [], "/api/v1/cases/?limit=3"
    while url:
        page = api.get(url).json()
        seen += [row["reference"] for row in page["results"]]
        url, last = page["next"], page

    assert seen == filed[::-1]
    back = api.get(last["previous"]).json()
    assert [row["reference"] for row in back["results"]] == filed[1:4][::-1]


def test_names_come_before_words_across_pages(amina, over_api):
    named = [factories.case(amina, f"Case {n}", people=["Harbour Okello"]) for n in range(3)]
    worded = [factories.case(amina, f"Harbour {n}") for n in range(4)]
    api, why = over_api(amina), {"headers": {"X-Purpose": "INFORMATION"}}

    seen, url = [], "/api/v1/cases/?q=harbour&limit=2"
    while url:
        page = api.get(url, **why).json()
        seen += [row["id"] for row in page["results"]]
        url = page["next"]

    assert set(seen[:3]) == {str(case.pk) for case in named}
    assert seen[3:] == [str(case.pk) for case in worded[::-1]]


def test_a_place_in_a_search_is_the_first_page_once_nothing_is_searched(amina, over_api):
    for number in range(3):
        factories.case(amina, f"Case {number}", people=["Harbour Okello"])
    api, why = over_api(amina), {"headers": {"X-Purpose": "INFORMATION"}}
    next_page = api.get("/api/v1/cases/?q=harbour&limit=2", **why).json()["next"]

    plain = api.get(next_page.replace("&q=harbour", "").replace("?q=harbour&", "?"), **why)

    assert plain.status_code == 200
    assert len(plain.json()["results"]) == 2


def test_nothing_is_counted_beyond_a_page(amina, monkeypatch, signed_in):
    monkeypatch.setattr("kernel.pages.keyset.ROWS_A_PAGE", 3)
    browser = signed_in(amina)
    for number in range(3):
        factories.case(amina, f"Lantern {number}")
    assert "3 cases" in browsing.text(browser.get("/cases/?view=all"))

    factories.case(amina, "Lantern 3")

    first = browser.get("/cases/?view=all")
    assert "more than 3 cases" in browsing.text(first)
    last = browser.get(f"/cases/{first.context['pager']['next']}")
    assert [row.title for row in last.context["page"].rows] == ["Lantern 0"]
    assert "more than 3 cases" in browsing.text(last)
