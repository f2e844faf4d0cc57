"""Tags of cases: chosen from the list, seen with the case, found by them, kept when they end."""

import pytest
from django.utils import translation

from cases import filing, sharing
from cases.models import Case
from kernel.errors import NotReady
from ledger.models import Event
from tests.cases import browsing, factories
from tests.policies.ended import ended

pytestmark = pytest.mark.django_db
API = "/api/v1/cases/"


def changed(case, officer, **given):
    return {
        "title": case.title,
        "portfolios": ["FRAUD"],
        "classification": "1",
        "lead_officer": officer.pk,
        "version": case.version,
    } | given


def test_they_are_chosen_in_the_form_and_lead_from_the_page_to_the_list(amina, signed_in):
    browser, chosen = signed_in(amina), {"tags": ["FOOD_SAFETY", "CYBER"]}
    given = browsing.filled_in(browser, amina, **chosen)
    assert "Food safety" in browsing.text(browser.post("/cases/new", given))
    browser.post("/cases/new", given | {"create": "1"})

    case = Case.objects.get()
    assert case.tags == ["CYBER", "FOOD_SAFETY"]
    page = browsing.text(browser.get(f"/cases/{case.reference}/"))
    assert "/cases/?view=all&amp;tag=FOOD_SAFETY" in page and "Cyber-enabled" in page


def test_a_list_is_narrowed_to_them_on_pages_and_over_the_api(amina, signed_in, over_api):
    factories.case(amina, "Mills", tags=["FOOD_SAFETY"])
    factories.case(amina, "Servers", tags=["CYBER"])
    factories.case(amina, "Neither")
    browser, api = signed_in(amina), over_api(amina)
    for query, found in (
        ("tag=CYBER", {"Servers"}),
        ("tag=CYBER&tag=FOOD_SAFETY", {"Servers", "Mills"}),
        ("tag=CYBER&portfolio=DRUGS", set()),
    ):
        page = browser.get(f"/cases/?view=all&{query}")
        assert {row.title for row in page.context["page"].rows} == found
        rows = api.get(f"{API}?{query}").json()["results"]
        assert {row["title"] for row in rows} == found
    assert "Tag: Cyber-enabled" in browsing.text(browser.get("/cases/?tag=CYBER"))
    assert browser.get("/cases/?view=all&tag=SHCHERBAKOV").context["page"].rows == []
    assert api.get(f"{API}?tag=SHCHERBAKOV").status_code == 400


def test_who_does_not_see_the_case_does_not_find_it_by_its_tag(amina, pierre, signed_in, over_api):
    case = factories.case(amina, tags=["CYBER"])
    ways = signed_in(pierre), over_api(pierre)

    def found():
        page = ways[0].get("/cases/?view=all&tag=CYBER").context["page"]
        rows = ways[1].get(f"{API}?tag=CYBER").json()["results"]
        return page.count, [row["tags"] for row in rows]

    assert found() == (0, [])
    sharing.share(case, pierre.office, by=amina)
    assert found() == (1, [["CYBER"]])


def test_they_are_filed_and_changed_over_the_api(over_api, amina):
    api = over_api(amina)
    body = {"title": "Mills", "portfolios": ["FRAUD"], "tags": ["FOOD_SAFETY", "CYBER"]}
    answer = api.post(API, body)
    made = answer.json()
    assert made["tags"] == ["CYBER", "FOOD_SAFETY"]
    match = {"headers": {"If-Match": answer["ETag"]}}
    now = api.patch(f"{API}{made['id']}/", {"tags": []}, **match).json()
    assert now["tags"] == []

    refused = api.post(API, body | {"tags": ["IVAN_SHCHERBAKOV"]})
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["#/tags"]


def test_activity_says_what_was_there_before_and_after(amina, pierre, signed_in):
    case = factories.case(amina, tags=["CYBER"])
    sharing.share(case, pierre.office, by=amina)
    filing.edit(case, {"tags": ["FOOD_SAFETY", "CYBER"]}, by=amina, version=case.version)

    event = Event.objects.get(verb="case.edit")
    assert event.detail.body == {"tags": [["CYBER"], ["CYBER", "FOOD_SAFETY"]]}
    told = browsing.text(signed_in(amina).get(f"/cases/{case.reference}/activity/"))
    assert "Cyber-enabled; Food safety" in told
    told = browsing.text(signed_in(pierre).get(f"/cases/{case.reference}/activity/"))
    assert "Cyber-enabled; Food safety" not in told


def test_one_that_ended_stays_on_the_case_and_is_offered_on_no_other(amina, signed_in):
    case, browser = factories.case(amina, tags=["CYBER"]), signed_in(amina)
    ended("CYBER")

    assert "Cyber-enabled" not in browsing.text(browser.get("/cases/new"))
    edit = f"/cases/{case.reference}/edit"
    assert "Cyber-enabled" in browsing.text(browser.get(edit))
    browser.post(edit, changed(case, amina, tags=["CYBER", "FOOD_SAFETY"]))
    case.refresh_from_db()
    assert case.tags == ["CYBER", "FOOD_SAFETY"]
    assert browser.get("/cases/?tag=CYBER").context["page"].count == 1
    with pytest.raises(NotReady, match="not in the list of tags today"):
        factories.case(amina, tags=["CYBER"])


def test_who_reads_arabic_reads_them_in_arabic(amina, signed_in):
    case = factories.case(amina, tags=["FOOD_SAFETY"])
    browser = signed_in(amina)
    amina.language = "ar"
    amina.save(update_fields=["language"])
    with translation.override("ar"):
        for address in (f"/cases/{case.reference}/", "/cases/new", "/cases/"):
            assert "سلامة الغذاء" in browsing.text(browser.get(address)), address
