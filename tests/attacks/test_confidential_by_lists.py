"""A confidential record asks for a reason: lists, filters and type-ahead are no way round it."""

import pytest

from cases.drafts import ShareDraft
from central_offices.models import Purpose
from ledger.models import Event
from tests import systems
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


def test_a_list_of_persons_shows_none_of_what_is_known_of_them(case, amina, over_api):
    caller = over_api(amina)
    for query in (f"case={case.reference}", "", "q=Okello"):
        answer = caller.get(f"/api/v1/persons/?{query}", **WHY)
        (row,) = rows(answer)
        assert row["cases"][0]["reference"] == case.reference
        assert (row["identities"], row["documents"], row["photos"]) == ([], [], [])
        assert NAME not in answer.content.decode()


def test_with_the_reason_the_list_shows_it(case, amina, over_api):
    caller = over_api(amina)
    caller.get(f"/api/v1/cases/{case.pk}/", headers={"X-Reason": "The hearing is tomorrow."})

    (row,) = rows(caller.get("/api/v1/cases/", **WHY))
    (person,) = rows(caller.get(f"/api/v1/persons/?case={case.reference}", **WHY))

    assert row["title"] == "A hidden harbour"
    assert person["identities"][0]["as_written"] == NAME


def test_an_offices_system_has_said_its_purpose_and_reads_on(case, amina):
    caller = systems.calling(systems.register(amina.office, clearance=2), "cases")

    assert rows(caller.get("/api/v1/cases/"))[0]["title"] == "A hidden harbour"


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
