"""A confidential record asks for a reason: lists, filters and type-ahead are no way round it."""

import pytest

from cases.drafts import ShareDraft
from central_offices.models import Purpose
from ledger.models import Event
from tests.cases import factories

pytestmark = pytest.mark.django_db
WHY = {"headers": {"X-Purpose": Purpose.INFORMATION}}
NAME = "Daniel Okello"


@pytest.fixture
def case(amina):
    return factories.case(amina, classification=2, people=[NAME], title="A hidden harbour")


def rows(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_a_list_shows_that_the_case_is_there_and_nothing_of_it(case, amina, over_api):
    caller = over_api(amina)
    for query in (f"reference={case.reference}", "", f"q={case.reference}", "q=harbour"):
        answer = caller.get(f"/api/v1/cases/?{query}", **WHY)
        (row,) = rows(answer)
        assert (row["id"], row["reference"]) == (str(case.pk), case.reference)
        assert "harbour" not in answer.content.decode().lower().replace("q=harbour", "")
        assert (row["summary"], row["persons"], row["offences"]) == ("", [], [])


def test_names_of_other_offices_are_suggested_to_who_said_why(amina, pierre, signed_in):
    factories.case(
        pierre,
        classification=0,
        people=["Ines Duarte"],
        shares=[ShareDraft(amina.office, "OBSERVER")],
    )
    browser = signed_in(amina)
    asked = "/cases/known-persons?p-0-as_written=Ines+Duarte"

    assert "Ines" not in browser.get(asked).content.decode()
    browser.post("/cases/purpose", {"purpose": Purpose.ARREST, "next": "/"})
    assert "Ines" in browser.get(asked).content.decode()

    assert Event.objects.filter(verb="subject.suggest").latest("at").purpose == "ARREST"


def test_a_search_of_requests_asks_why_and_goes_on(amina, signed_in):
    browser = signed_in(amina)

    asked = browser.get("/requests/?q=canoe")
    assert asked.templates[0].name == "cases/purpose.html"
    assert browser.get("/requests/?q=R-KEN-2026-000001").templates[0].name == "exchange/list.html"
    browser.post("/cases/purpose", {"purpose": Purpose.INFORMATION, "next": "/"})
    assert browser.get("/requests/?q=canoe").templates[0].name == "exchange/list.html"
