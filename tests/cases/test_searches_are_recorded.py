"""Every search and every read is in the ledger with its purpose; what was typed is apart."""

import pytest

from cases.models import KeyFrequency, NameKey
from cases.search import name_keys, persons_and_cases
from ledger.models import Event
from tests.cases import browsing, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(amina):
    return factories.case(amina, people=["Daniel Okello"])


@pytest.fixture
def browser(amina, signed_in):
    return signed_in(amina)


@pytest.mark.parametrize("url", ["/cases/?q=Okello", "/persons/?q=Okello"])
def test_a_search_asks_why_once_and_keeps_what_was_typed(url, case, browser):
    asked = browsing.text(browser.get(url))
    assert "Why are you searching?" in asked and "Okello" in asked
    assert not Event.objects.filter(verb__endswith=".search").exists()

    found = browser.post("/cases/purpose", {"purpose": "LOCATE", "next": url}, follow=True)
    assert "Daniel Okello" in browsing.text(found)
    assert "Why are you searching?" not in browsing.text(browser.get("/persons/?q=Daniel"))

    event = Event.objects.filter(verb__endswith=".search").earliest("at")
    assert event.purpose == "LOCATE"
    assert event.detail.body["criteria"]["q"] == ["Okello"]
    assert "Okello" not in str(event.data) and len(event.data["shown"]) == 1


def test_a_reference_is_looked_up_without_asking(case, browser):
    assert "Lantern Quay" in browsing.text(browser.get(f"/cases/?q={case.reference}"))


def test_a_purpose_that_is_none_is_asked_again(case, browser):
    browser.post("/cases/purpose", {"purpose": "CURIOSITY", "next": "/cases/?q=Okello"})

    assert "Why are you searching?" in browsing.text(browser.get("/cases/?q=Okello"))


def test_the_way_back_leads_nowhere_else(browser):
    answer = browser.post("/cases/purpose", {"purpose": "LOCATE", "next": "https://evil.test/"})

    assert answer.url == "/cases/"


def test_reading_a_case_is_an_event_of_that_case(case, browser):
    browser.get(f"/cases/{case.reference}/")

    event = Event.objects.get(verb="case.view")
    assert (event.case_id, event.purpose, event.data) == (
        case.pk,
        "INFORMATION",
        {"tab": "overview"},
    )


def test_a_list_says_which_rows_were_shown(case, browser):
    browser.get("/cases/")

    assert Event.objects.get(verb="case.list").data["shown"] == [str(case.pk)]


def test_a_name_that_nobody_has_is_met_with_who_sounds_alike(case, browser):
    page = browsing.text(browsing.with_purpose(browser).get("/persons/?q=Okwelu"))

    assert "No person by that name" in page
    assert "Daniel Okello" in page


def test_common_keys_are_learnt_and_rare_ones_asked_first(amina, monkeypatch):
    monkeypatch.setattr("cases.search.name_keys.MIN_COUNTED_NAMES", 10)
    monkeypatch.setattr("cases.search.persons_and_cases.MAX_NAMES_READ", 20)
    families = "Okello Were Mwangi Kamau Barasa Njoroge Cheruiyot Abdi Musyoka Chebet Kilonzo Simba"
    factories.case(amina, people=[f"Daniel {family}" for family in families.split()])

    assert name_keys.recount() > 0
    common = set(KeyFrequency.objects.values_list("key", flat=True))
    picked = persons_and_cases.keys_for("Daniel Okello")

    assert common and not common & set(picked)
    okello = NameKey.objects.get(name="Daniel Okello")
    assert set(picked) & set(okello.keys)
