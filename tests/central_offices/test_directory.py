"""The directory of offices: who writes what in it, and who reads it over the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from central_offices.directory import entries
from central_offices.keys_and_clients import endpoints
from central_offices.models import AccessChange, CentralOffice
from central_offices.two_persons import changes
from kernel.errors import NotPermitted, Stale, WrongState
from ledger.models import Destination, Event

pytestmark = pytest.mark.django_db


def test_a_head_writes_what_the_office_says_about_itself(wanjiku, nairobi):
    entries.change(nairobi, by=wanjiku, version=nairobi.version, hours="08:00-17:00")

    assert nairobi.hours == "08:00-17:00"
    event = Event.objects.get(verb="office.change")
    assert event.data == {"office": "KEN", "fields": ["hours"]}
    assert event.detail.body["after"] == {"hours": "08:00-17:00"}


@pytest.mark.parametrize(
    "name, values",
    [
        ("wanjiku", {"red_notice_effect": "LOCATE_ONLY"}),
        ("beatriz", {"hours": "x"}),
        ("amina", {"hours": "x"}),
        ("auditor", {"hours": "x"}),
        ("adler", {"code": "XXX"}),
        ("adler", {"number": 7}),
    ],
)
def test_nobody_writes_more_than_is_theirs(name, values, nairobi, request):
    with pytest.raises(NotPermitted):
        entries.change(nairobi, by=request.getfixturevalue(name), version=nairobi.version, **values)


def test_the_second_of_two_is_told_and_sees_both_versions(wanjiku, adler, nairobi, signed_in):
    browser = signed_in(wanjiku)
    old = browser.get("/offices/KEN/edit").context["form"]["version"].value()
    entries.change(nairobi, by=adler, version=nairobi.version, hours="Day and night")
    mine = {"version": old, "hours": "08:00-17:00", "contact_point": "Room 4", "languages": "en"}

    page = browser.post("/offices/KEN/edit", mine)

    assert "Somebody changed this office" in page.text
    assert "Day and night" in page.text and "08:00-17:00" in page.text
    again = mine | {"version": page.context["form"]["version"].value()}
    assert browser.post("/offices/KEN/edit", again).status_code == 302
    nairobi.refresh_from_db()
    assert (nairobi.hours, nairobi.contact_point) == ("08:00-17:00", "")
    changes.confirm(AccessChange.objects.get(kind="ENTRY"), by=adler)
    nairobi.refresh_from_db()
    assert nairobi.contact_point == "Room 4"
    with pytest.raises(Stale):
        entries.change(nairobi, by=adler, version=old, hours="x")


def test_a_language_that_is_none_is_named(wanjiku, signed_in):
    browser = signed_in(wanjiku)
    form = browser.get("/offices/KEN/edit").context["form"]
    page = browser.post(
        "/offices/KEN/edit", {"version": form["version"].value(), "languages": "en Swahili!"}
    )

    assert "swahili! is not a language code" in page.text and "Swahili!" in page.text


def test_delivery_is_paused_and_resumed(adler, nairobi, signed_in):
    browser = signed_in(adler)
    page = browser.get("/offices/KEN/pause")
    once = page.context["form"]["once"].value()
    shown = browser.post(
        "/offices/KEN/pause", {"once": once, "reason": "Move of the office"}, follow=True
    )
    assert "Paused" in shown.text and "Resume delivery" in shown.text
    assert Destination.objects.get(office=nairobi).paused_at

    with pytest.raises(WrongState):
        entries.pause(nairobi, by=adler, reason="again")
    entries.resume(nairobi, by=adler)

    assert not Destination.objects.get(office=nairobi).paused_at


def test_an_office_receives_in_its_mailbox_from_then_on(adler, wanjiku, nairobi, over_api):
    change, _secret = endpoints.propose(nairobi, "MAILBOX", by=adler)
    endpoints.confirm(change, by=wanjiku)

    row = over_api(adler).get("/api/v1/offices/KEN/").json()
    assert row["receives_by"] == "MAILBOX"
    with pytest.raises(WrongState):
        endpoints.propose(nairobi, "PIGEON", by=adler)


def test_the_api_lists_offices_by_code_in_pages(amina, over_api):
    api, codes, address = over_api(amina), [], "/api/v1/offices/?limit=2"
    while address:
        answer = api.get(address).json()
        codes += [row["code"] for row in answer["results"]]
        address = answer["next"]

    assert codes == sorted(CentralOffice.objects.values_list("code", flat=True))


@pytest.mark.parametrize(
    "query, expected",
    [
        ("kind=SECRETARIAT", {"AGY"}),
        ("language=pt", {"PRT", "BRA"}),
        ("takes_part=false", set()),
        ("kind=NATIONAL&language=sw", {"KEN"}),
    ],
)
def test_offices_are_filtered(query, expected, amina, over_api):
    rows = over_api(amina).get(f"/api/v1/offices/?{query}").json()["results"]

    assert {row["code"] for row in rows} == expected


@pytest.mark.parametrize("address", ["XYZ/", "ken/", "%27%20OR%201=1/"])
def test_an_office_that_is_not_there_is_missing(address, amina, over_api):
    answer = over_api(amina).get(f"/api/v1/offices/{address}")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_bad_filter_is_a_problem(amina, over_api):
    answer = over_api(amina).get("/api/v1/offices/?kind=PLANET")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/kind"


def test_one_row_costs_as_many_queries_as_all(amina, over_api):
    api = over_api(amina)
    api.get("/api/v1/offices/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        api.get("/api/v1/offices/?limit=1")
    with CaptureQueriesContext(connection) as many:
        api.get("/api/v1/offices/?limit=200")

    assert len(one) == len(many)


def test_the_directory_cannot_be_written_over_the_api(adler, over_api):
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(over_api(adler), method)("/api/v1/offices/KEN/", {})
        assert answer.status_code == 405
