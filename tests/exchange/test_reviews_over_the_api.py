"""Requests under review over the API: read and decided by the Secretariat's reviewers alone."""

import pytest

from exchange.models import Request, RequestReview
from ledger.models import Event
from notices.models import SafeguardRule
from tests import systems, world
from tests.attacks import acts
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
HOME = "/api/v1/request-reviews/"
WORDS = {"reasons": ["ART3_POLITICAL"], "explanation": "A journalist."}


@pytest.fixture
def row(arun, anika):
    """A request of ALPHA to three offices, one more than may be asked without a review."""
    with by_the_owner():
        SafeguardRule.objects.filter(code="OFFICES_WITHOUT_REVIEW").update(number=2)
    return acts.review(acts.sent(arun, anika, "PRT", "BRA", "KEN"))


def at(row, step: str = "") -> str:
    return f"{HOME}{row.pk}/{step}"


def test_a_reviewer_reads_what_the_page_shows(row, sato, over_api):
    caller = over_api(sato)
    (listed,) = caller.get(HOME).json()["results"]
    assert (listed["id"], listed["sender"], listed["status"]) == (str(row.pk), "QMA", "WAITING")
    assert listed["actions"] == ["release", "propose"]

    found = caller.get(at(row)).json()
    assert found["ask"] == row.request.ask and found["because"] == ["OFFICES"]
    assert found["offices"] == ["BRA", "KEN", "PRT"]
    assert (found["offices_asked"], found["offices_without_review"]) == (3, 2)
    assert Event.objects.filter(verb="request.view", subject_id=row.request_id, actor=sato).exists()
    assert caller.get(HOME, {"status": "REFUSED"}).json()["results"] == []


def test_nobody_else_finds_that_there_is_one(row, over_api):
    for name, *_ in world.CAST:
        if name in ("sato", "lindqvist"):
            continue
        caller = over_api(world.officer(name))
        assert caller.get(HOME).json()["results"] == [], name
        unknown = caller.get(f"{HOME}{row.request_id}/")
        for reply in (caller.get(at(row)), caller.post(at(row, "release/"), {"version": 1})):
            assert reply.status_code == 404 == unknown.status_code, name
            assert reply.json()["detail"] == unknown.json()["detail"], name


def test_a_reviewer_without_the_clearance_does_not_find_it_either(row, sato, over_api):
    Request.objects.filter(pk=row.request_id).update(classification=2)
    with by_the_owner():
        type(sato).objects.filter(pk=sato.pk).update(clearance=1)
    caller = over_api(world.officer("sato"))
    assert caller.get(HOME).json()["results"] == []
    assert caller.get(at(row)).status_code == 404


def test_a_confidential_one_opens_with_a_reason_only(row, sato, over_api):
    Request.objects.filter(pk=row.request_id).update(classification=2)
    caller = over_api(sato)
    assert caller.get(HOME).json()["results"][0]["title"] == ""
    assert caller.get(at(row)).json()["code"] == "reason_required"
    assert caller.get(at(row), headers={"X-Reason": "Review"}).status_code == 200


def test_no_system_of_any_office_reaches_it(row, sato, anika):
    for officer in (sato, anika):
        caller = systems.calling(systems.register(officer.office, clearance=2))
        for reply in (caller.get(HOME), caller.post(at(row, "release/"), {"version": 1})):
            assert reply.status_code == 403, reply.content
    row.refresh_from_db()
    assert row.is_open


def test_one_releases_it_once_and_only_as_it_was_read(row, sato, over_api):
    caller = over_api(sato)
    assert caller.post(at(row, "release/"), {"version": 7}).status_code == 412
    assert caller.post(at(row, "release/"), {}).status_code == 400

    done = caller.post(at(row, "release/"), {"version": row.version})
    assert (done.status_code, done.json()["status"]) == (200, "RELEASED")
    assert Request.objects.get(pk=row.request_id).status == "SENT"
    again = caller.post(at(row, "release/"), {"version": done.json()["version"]})
    assert again.status_code == 409 and "release" not in done.json()["actions"]


def test_two_refuse_it_and_the_first_is_not_the_second(row, sato, lindqvist, over_api):
    first, second = over_api(lindqvist), over_api(sato)
    proposed = first.post(at(row, "propose/"), {"version": row.version} | WORDS).json()
    assert proposed["status"] == "PROPOSED" and proposed["first_reviewer"] == "Lindqvist"
    for caller in (first, second):  # the one proposed it, the other is no second reviewer
        for step, body in (("refuse/", {"version": 2}), ("disagree/", {"explanation": "No."})):
            assert caller.post(at(row, step), body).status_code == 403, step
    assert RequestReview.objects.get(pk=row.pk).is_open


def test_a_second_reviewer_confirms_or_leads_it_back(row, sato, lindqvist, over_api):
    first, second = over_api(sato), over_api(lindqvist)
    assert first.post(at(row, "propose/"), {"version": 1, "reasons": []}).status_code == 400
    first.post(at(row, "propose/"), {"version": row.version} | WORDS)
    back = second.post(at(row, "disagree/"), {"explanation": "It is a robbery."}).json()
    assert (back["status"], back["reasons"]) == ("WAITING", [])

    again = first.post(at(row, "propose/"), {"version": back["version"]} | WORDS).json()
    done = second.post(at(row, "refuse/"), {"version": again["version"]})
    assert (done.status_code, done.json()["decided_by"]) == (200, "Lindqvist")
    assert Request.objects.get(pk=row.request_id).status == "REFUSED"
