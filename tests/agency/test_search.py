"""Search everywhere: in any script, by reference, and never what the officer may not see."""

import pytest

from cases import filing
from cases.drafts import CaseDraft, IdentityDraft, PartDraft, PersonDraft
from ledger.models import Event
from policies.models import Portfolio
from tests.exchange.conftest import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(amina):
    person = PersonDraft([IdentityDraft("Щербаков Лев")], sex="M")
    draft = CaseDraft(
        title="Relay",
        portfolios=[Portfolio.objects.get(code="FRAUD")],
        parts=[PartDraft("SUSPECT", person)],
    )
    return filing.open_case(draft, by=amina)


@pytest.fixture
def find(signed_in):
    def search(officer, text: str) -> str:
        browser = signed_in(officer)
        browser.post("/cases/purpose", {"purpose": "LOCATE", "next": "/search"})
        return browser.get("/search", {"q": text}).content.decode()

    return search


def test_a_name_in_another_script_finds_person_and_case(case, find, amina):
    page = find(amina, "Shcherbakov")

    assert "Щербаков Лев" in page
    assert case.reference in page


def test_a_reference_leads_to_the_case_without_a_purpose(case, signed_in, amina):
    assert "Relay" in signed_in(amina).get("/search", {"q": case.reference}).content.decode()


def test_another_office_finds_nothing_of_it(case, find, pierre):
    for text in ("Shcherbakov", case.reference, "Relay"):
        page = find(pierre, text)
        assert "Щербаков" not in page
        assert "Nothing that you may see matches" in page


def test_the_search_is_noted_with_its_purpose_and_without_its_words(case, find, amina):
    find(amina, "Shcherbakov")

    event = Event.objects.get(verb="search.everywhere")
    assert event.purpose == "LOCATE"
    assert "Shcherbakov" not in str(event.data)
    assert event.detail.body == {"text": "Shcherbakov"}


@pytest.mark.parametrize(
    "text", ["", " ", "<script>alert(1)</script>", "%' OR 1=1 --", "x" * 5000, "🙂"]
)
def test_odd_input_is_answered_with_a_page(find, amina, text):
    page = find(amina, text)

    assert "<script>alert" not in page


def test_the_box_finds_a_request_without_its_accents_as_the_list_does(find, signed_in, amina):
    row = draft(amina, "PRT", title="Owner of the Maré Alta")

    for text in ("Mare Alta", "MARÉ ALTA", "alta mare", row.reference):
        assert row.reference in find(amina, text), text
        browser = signed_in(amina)
        browser.post("/cases/purpose", {"purpose": "LOCATE", "next": "/requests/"})
        listed = browser.get("/requests/", {"tab": "drafts", "q": text})
        assert row.reference in listed.content.decode(), text


def test_the_box_finds_an_office_without_its_accents(find, amina):
    assert "/offices/BRA/" in find(amina, "Brasilia")
    assert "/offices/BRA/" in find(amina, "BRASÍLIA")


def test_the_box_finds_no_more_requests_than_the_officer_may_see(find, pierre, amina):
    row = draft(amina, "BRA", title="Owner of the Maré Alta")

    assert row.reference not in find(pierre, "Mare Alta")
