"""Answers with some fields only, and pages that lead to the next one."""

import pytest

from tests.cases import factories
from tests.exchange.conftest import deliver_all, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(amina, over_api):
    return over_api(amina)


def test_a_list_and_an_object_are_answered_with_the_named_fields_only(api, amina):
    case = factories.case(amina)

    listed = api.get("/api/v1/cases/?fields=reference,title").json()["results"]
    one = api.get(f"/api/v1/cases/{case.pk}/?fields=title&fields=id").json()

    assert listed == [{"reference": case.reference, "title": case.title}]
    assert one == {"id": str(case.pk), "title": case.title}


@pytest.mark.parametrize(
    "resource", ["cases", "persons", "requests", "notices", "offices", "portfolios", "key-issues"]
)
def test_an_unknown_field_is_400_with_those_that_there_are(resource, api):
    answer = api.get(f"/api/v1/{resource}/?fields=password,seen_by")

    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("#/fields", "unknown_field")
    assert error["detail"].startswith("There is no field password, seen_by. There are: ")


def test_no_field_is_shown_that_would_have_been_hidden(amina, pierre, over_api):
    request = sent(amina, "PRT", "BRA")
    deliver_all()
    address = f"/api/v1/requests/{request.pk}/"

    whole = over_api(pierre).get(address).json()
    some = over_api(pierre).get(f"{address}?fields=recipients,content_digest").json()

    assert some == {name: whole[name] for name in ("recipients", "content_digest")}
    assert some["content_digest"] == "" and len(some["recipients"]) == 1


def test_the_tag_of_a_part_is_good_for_a_change_of_the_whole(api, amina):
    address = f"/api/v1/cases/{factories.case(amina).pk}/"
    tag = api.get(f"{address}?fields=id")["ETag"]

    assert tag != api.get(address)["ETag"]
    assert api.patch(address, {"title": "New"}, HTTP_IF_MATCH=tag).status_code == 200


@pytest.mark.parametrize("resource", ["cases", "requests"])
def test_the_link_header_leads_through_every_page(resource, api, amina):
    for number in range(5):
        factories.case(amina, f"Case {number}") if resource == "cases" else sent(amina, "PRT")
    seen, url = [], f"/api/v1/{resource}/?limit=2&fields=id"
    while url:
        answer = api.get(url)
        seen += [row["id"] for row in answer.json()["results"]]
        links = dict(
            reversed(link.strip("<").split('>; rel="'))
            for link in answer.get("Link", "").rstrip('"').split('", ')
            if link
        )
        assert links.get("next") == answer.json()["next"]
        url = links.get("next")

    assert len(seen) == len(set(seen)) == 5


def test_a_page_has_two_hundred_rows_at_most(api):
    assert api.get("/api/v1/offices/?limit=200").status_code == 200
    for path in ("offices", "cases", "persons", "requests", "notices", "events"):
        for limit in ("-5", "0", "201", "9" * 40, "1.5", "", "٣", "1e2", "ten"):
            answer = api.get(f"/api/v1/{path}/", {"limit": limit})
            assert answer.status_code in (400, 404), (path, limit)
            if answer.status_code == 400 and "errors" in answer.json():
                assert "from 1 to 200" in answer.json()["errors"][0]["detail"], (path, limit)
