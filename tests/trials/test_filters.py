"""Filters of lists: one row answers for all, days are the reader's, nonsense lists nothing."""

from datetime import UTC, datetime

import pytest

from cases.drafts import IdentityDraft, PersonDraft
from cases.models import Case
from exchange.models import RequestRecipient
from tests.cases import browsing, factories
from tests.exchange.conftest import sent
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
WHY = {"headers": {"X-Purpose": "LOCATE"}}
NOTHING = "Nothing is listed until this can be read"


def titles(page) -> set[str]:
    return {row.title for row in page.context["page"].rows}


def names(page) -> set[str]:
    return {str(row) for row in page.context["page"].rows}


def opened(case: Case, at: datetime) -> None:
    with by_the_owner():
        Case._base_manager.filter(pk=case.pk).update(opened_at=at, created_at=at)


def test_a_day_is_the_readers_day(amina, signed_in, over_api):
    opened(factories.case(amina, "Late in London"), datetime(2026, 11, 27, 22, 30, tzinfo=UTC))
    opened(factories.case(amina, "Early"), datetime(2026, 11, 27, 20, 59, tzinfo=UTC))
    opened(factories.case(amina, "Last minute"), datetime(2026, 11, 28, 20, 59, tzinfo=UTC))
    opened(factories.case(amina, "Next day"), datetime(2026, 11, 28, 21, 0, tzinfo=UTC))
    day = {"opened_from": "2026-11-28", "opened_to": "2026-11-28"}

    assert amina.zone == "Africa/Nairobi"
    assert titles(signed_in(amina).get("/cases/", day)) == {"Late in London", "Last minute"}
    answer = over_api(amina).get("/api/v1/cases/", day, **WHY).json()
    assert {row["title"] for row in answer["results"]} == {"Late in London", "Last minute"}


@pytest.mark.parametrize(
    "query",
    [
        {"opened_from": "11/12/2026"},
        {"opened_to": "12/31/26"},
        {"opened_from": "2026-02-30"},
        {"opened_from": "tomorrow"},
        {"opened_from": "9999-12-31"},
        {"opened_from": "2026-12-31", "opened_to": "2026-01-01"},
        {"status": "NOTHING"},
        {"level": "7"},
        {"portfolio": "CRIME"},
    ],
)
def test_a_filter_that_cannot_be_read_lists_nothing_and_says_so(query, amina, signed_in, over_api):
    factories.case(amina)

    page = signed_in(amina).get("/cases/", query)

    assert titles(page) == set()
    assert NOTHING in browsing.text(page)
    assert over_api(amina).get("/api/v1/cases/", query, **WHY).status_code == 400


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"born_from": "1960", "born_to": "1970"}, {"In between"}),
        ({"born_from": "1950", "born_to": "1950"}, {"Two births"}),
        ({"born_from": "1975"}, {"Two births"}),
        ({"born_to": "1955"}, {"Two births"}),
        ({"born_from": "1940", "born_to": "1990"}, {"Two births", "In between"}),
    ],
)
def test_a_range_of_births_is_met_by_one_identity(query, found, amina, signed_in, over_api):
    twice = PersonDraft(
        [IdentityDraft("Two births", birth="1950"), IdentityDraft("Other name", birth="1980")]
    )
    factories.case(amina, people=[twice, factories.person("In between", birth="1965")])

    assert names(signed_in(amina).get("/persons/", query)) == found
    rows = over_api(amina).get("/api/v1/persons/", query, **WHY).json()["results"]
    assert {row["identities"][0]["as_written"] for row in rows} == found


@pytest.mark.parametrize(
    "query",
    [
        {"born_from": "1970", "born_to": "1960"},
        {"born_from": "seventy"},
        {"born_to": "99999"},
        {"born_from": "1e9"},
        {"sex": "Q"},
    ],
)
def test_a_reversed_or_unreadable_range_of_births_is_told(query, amina, signed_in, over_api):
    factories.case(amina, people=[factories.person("In between", birth="1965")])

    page = signed_in(amina).get("/persons/", query)

    assert names(page) == set() and NOTHING in browsing.text(page)
    assert over_api(amina).get("/api/v1/persons/", query, **WHY).status_code == 400


def test_an_office_and_a_state_are_met_by_one_office(amina, signed_in):
    request = sent(amina, "PRT", "BRA")
    RequestRecipient._base_manager.filter(request=request, office__code="BRA").update(
        status="RECALLED"
    )
    browser = signed_in(amina)

    def found(**facets: str) -> int:
        return len(browser.get("/requests/", {"tab": "from_us", **facets}).context["page"].rows)

    assert found(office="PRT", state="RECALLED") == 0
    assert found(office="BRA", state="RECALLED") == found(state="RECALLED") == 1
    assert found(office="PRT") == found(office="PRT", state="open") == 1


@pytest.mark.parametrize("query", ["state=everybody", "role=KING", "office=ATLANTIS"])
def test_an_unknown_word_lists_no_officer(query, adler, signed_in):
    assert signed_in(adler).get(f"/officers/?{query}").context["page"].rows == []


@pytest.mark.parametrize("query", ["kind=PLAID", "colour=x&kind=1", "sexId=X", "ageMin=old"])
def test_an_unknown_word_lists_no_public_notice(query, client, db):
    from notices.public import search

    given = dict(pair.split("=") for pair in query.split("&"))
    assert search.rows(given).query.is_empty()
