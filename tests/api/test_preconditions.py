"""What can be changed over the API is changed on top of what was read, or not at all."""

import pytest

from cases.models import Subject
from ledger.models import Event
from tests.cases import factories
from tests.exchange.conftest import deliver_all, draft, sent
from tests.notices.drafts import red

pytestmark = pytest.mark.django_db


def _case(by):
    return f"/api/v1/cases/{factories.case(by).pk}/", {"title": "Other words"}


def _person(by):
    factories.case(by, people=["Daniel Okello"])
    return f"/api/v1/persons/{Subject.objects.get().pk}/", {"height_cm": 181}


def _notice(by):
    change = {"facts": {"facts": "Other words"}, "action": {"action": "Locate."}}
    return f"/api/v1/notices/{red(by).pk}/", change


def _request(by):
    return f"/api/v1/requests/{draft(by, 'PRT').pk}/", {"title": "Other words"}


CHANGEABLE = pytest.mark.parametrize("make", [_case, _person, _notice, _request])


@CHANGEABLE
def test_a_change_without_the_tag_that_was_read_is_428(make, amina, over_api):
    address, change = make(amina)

    refused = over_api(amina).patch(address, change)

    assert (refused.status_code, refused.json()["code"]) == (428, "precondition_required")


@CHANGEABLE
def test_of_two_changes_with_one_tag_the_second_is_412_and_changes_nothing(make, amina, over_api):
    caller, (address, change) = over_api(amina), make(amina)
    tag = caller.get(address)["ETag"]

    first = caller.patch(address, change, HTTP_IF_MATCH=tag)
    second = caller.patch(address, change, HTTP_IF_MATCH=tag)

    assert (first.status_code, second.status_code) == (200, 412), first.content
    assert second["Content-Type"] == "application/problem+json"
    assert caller.get(address).json()["version"] == first.json()["version"]
    assert caller.patch(address, change, HTTP_IF_MATCH=first["ETag"]).status_code == 200


@CHANGEABLE
def test_a_tag_that_was_read_through_a_compressing_server_is_good_for_a_change(
    make, amina, over_api
):
    caller, (address, change) = over_api(amina), make(amina)
    read = caller.get(address, HTTP_ACCEPT_ENCODING="gzip")
    assert read["Content-Encoding"] == "gzip" and read["ETag"].startswith("W/")

    assert caller.patch(address, change, HTTP_IF_MATCH=read["ETag"]).status_code == 200


@CHANGEABLE
def test_who_has_the_answer_already_gets_304_and_the_read_is_recorded(make, amina, over_api):
    caller, (address, change) = over_api(amina), make(amina)
    tag = caller.get(address)["ETag"]
    reads = Event.objects.filter(verb__endswith=".view").count()

    same = caller.get(address, HTTP_IF_NONE_MATCH=tag)

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    assert "Content-Type" not in same
    assert Event.objects.filter(verb__endswith=".view").count() == reads + 1
    caller.patch(address, change, HTTP_IF_MATCH=tag)
    assert caller.get(address, HTTP_IF_NONE_MATCH=tag).status_code == 200


@pytest.mark.parametrize("tag", ['"x"', "x", "", '"', '"0190a0a0-0000-7000-8000-000000000000.1"'])
def test_a_tag_of_something_else_changes_nothing(tag, amina, over_api):
    address, change = _case(amina)

    assert over_api(amina).patch(address, change, HTTP_IF_MATCH=tag).status_code == 412


def test_one_of_several_tags_is_enough_and_a_star_is_every_version(amina, over_api):
    caller, (address, change) = over_api(amina), _case(amina)
    tags = f'"old", {caller.get(address)["ETag"]}'

    assert caller.patch(address, change, HTTP_IF_MATCH=tags).status_code == 200
    assert caller.patch(address, change, HTTP_IF_MATCH="*").status_code == 200


def test_a_step_may_be_bound_to_what_was_read(amina, over_api):
    caller, (address, change) = over_api(amina), _case(amina)
    tag = caller.get(address)["ETag"]
    caller.patch(address, change, HTTP_IF_MATCH=tag)

    refused = caller.post(f"{address}activate/", HTTP_IF_MATCH=tag)
    now = caller.get(address)
    done = caller.post(f"{address}activate/", HTTP_IF_MATCH=now["ETag"])

    assert (refused.status_code, done.status_code) == (412, 200)
    assert now.json()["status"] == "OPEN"


def test_a_request_reads_anew_once_its_recipient_has_moved(amina, pierre, over_api):
    request = sent(amina, "PRT")
    deliver_all()
    address = f"/api/v1/requests/{request.pk}/"
    tag = over_api(amina).get(address)["ETag"]

    over_api(pierre).post(f"{address}acknowledge/")

    assert over_api(amina).get(address, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_lists_and_reference_data_are_not_sent_twice(amina, over_api):
    caller = over_api(amina)
    for address in ("/api/v1/offices/", "/api/v1/offices/PRT/", "/api/v1/portfolios/"):
        tag = caller.get(address)["ETag"]
        assert caller.get(address, HTTP_IF_NONE_MATCH=f'"x", W/{tag}').status_code == 304
