"""A recipient never learns who else was asked, nor that anybody was: by no page, count or state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import sharing
from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Request, RequestRecipient
from exchange.requests import closing, sending
from kernel import acting
from ledger.models import Event
from tests.exchange.conftest import cast, deliver_all, draft, recipient, sent

pytestmark = pytest.mark.django_db
OTHERS = ("Brasília", "BRA", "Brazil")
ANSWER = ContributionDraft("It belongs to him.", "A", "1")


def answered(request, by) -> None:
    answering.start(recipient(request, by.office.code), by=by)
    answering.answer(recipient(request, by.office.code), ANSWER, by=by)


def long_ago(request, *codes: str) -> None:
    """As if these offices had answered two months ago."""
    rows = RequestRecipient.objects.filter(request=request, office__code__in=codes)
    rows.update(answered_at=timezone.now() - timedelta(days=60))


def main(page) -> str:
    """The part of a page about its subject, without menu and head."""
    return page.content.decode().partition("<main")[2]


def closed_by_the_clock(request) -> None:
    with acting.by_a_rule("a clock"):
        closing.close_quietly(Request.objects.get(pk=request.pk), by=system())


@pytest.mark.parametrize("page", ["", "approve", "recall", "send-back", "check", "edit"])
def test_no_page_of_a_request_names_or_counts_the_others(page, amina, pierre, signed_in):
    request = sent(amina, "PRT", "BRA", "QMA")
    deliver_all()

    told = signed_in(pierre).get(f"/requests/{request}/{page}")

    assert not any(name in main(told) for name in OTHERS)
    assert "other office" not in main(told) and "others" not in main(told)


def test_the_page_of_the_second_person_is_for_the_office_that_asks(amina, pierre, signed_in):
    request = sent(amina, "PRT", "BRA")
    deliver_all()

    assert signed_in(pierre).get(f"/requests/{request}/approve").status_code == 403
    assert signed_in(pierre).post(f"/requests/{request}/approve").status_code == 403


def test_what_the_second_person_reads_is_written_down(amina, wanjiku, case_of_amina, signed_in):
    facts = {"ACCOUNT": "PT50 0002", "AMOUNT": "EUR 20,000", "WARRANT": "44/2026"}
    request = draft(amina, "PRT", type="ASSET_RETURN", facts=facts, case=case_of_amina)
    sending.send(request, by=amina)

    signed_in(wanjiku).get(f"/requests/{request}/approve")

    assert Event.objects.filter(verb="request.view", actor=wanjiku, subject_id=request.pk).exists()


def test_what_is_closed_for_one_office_says_nothing_of_the_others(amina, pierre, joana, over_api):
    alone, among = sent(amina, "PRT"), sent(amina, "PRT", "BRA")
    deliver_all()
    for request in (alone, among):
        answered(request, pierre)
        long_ago(request, "PRT")
        closed_by_the_clock(request)

    caller = over_api(pierre)
    states = {caller.get(f"/api/v1/requests/{row.pk}/").json()["status"] for row in (alone, among)}

    assert states == {"CLOSED"}
    for state, found in (("CLOSED", 2), ("SENT", 0)):
        assert len(caller.get(f"/api/v1/requests/?status={state}").json()["results"]) == found
    assert over_api(amina).get(f"/api/v1/requests/{among.pk}/").json()["status"] == "SENT"


def test_the_requests_of_a_shared_case_say_nothing_of_the_others(
    amina, pierre, joana, case_of_amina, signed_in
):
    requests = [sent(amina, *codes, case=case_of_amina) for codes in (["PRT"], ["PRT", "BRA"])]
    deliver_all()
    sharing.share(case_of_amina, pierre.office, by=amina)
    for request in requests:
        answered(request, pierre)
        long_ago(request, "PRT")
        closed_by_the_clock(request)

    page = main(signed_in(pierre).get(f"/cases/{case_of_amina.reference}/requests"))

    assert all(str(request) in page for request in requests)
    states = [cell.partition("</td>")[0] for cell in page.split('data-l="State"')[1:]]
    assert len(states) == 2 and states[0] == states[1] and "Closed" in states[0]
    assert not any(name in page for name in OTHERS)


def test_what_is_asked_further_of_one_office_is_not_told_to_the_others(
    amina, pierre, joana, over_api
):
    request = sent(amina, "PRT", "BRA")
    deliver_all()
    for officer in (pierre, joana):
        answered(request, officer)
    sending.close(Request.objects.get(pk=request.pk), by=amina)
    before = over_api(pierre).get(f"/api/v1/requests/{request.pk}/")

    answering.ask_again(recipient(request, "BRA"), ContributionDraft("And whose car?"), by=amina)

    after = over_api(pierre).get(f"/api/v1/requests/{request.pk}/")
    assert after.json()["status"] == before.json()["status"] == "CLOSED"
    listed = over_api(pierre).get("/api/v1/requests/?status=CLOSED").json()["results"]
    assert [row["status"] for row in listed] == ["CLOSED"]


def system():
    from central_offices import roles

    return roles.system()


def test_the_cast_is_as_the_tests_think():
    assert {cast(name).office.code for name in ("pierre", "joana")} == {"PRT", "BRA"}


def test_what_happens_with_one_office_changes_no_tag_of_another(amina, pierre, joana, over_api):
    request = sent(amina, "PRT", "BRA")
    deliver_all()
    address = f"/api/v1/requests/{request.pk}/"
    caller, owner = over_api(pierre), over_api(amina)
    caller.get(address)  # the first reading itself is noted
    before, whole = caller.get(address), owner.get(address)

    answered(request, joana)
    long_ago(request, "BRA")
    closed_by_the_clock(request)
    answering.ask_again(recipient(request, "BRA"), ContributionDraft("And since when?"), by=amina)
    deliver_all()

    after = caller.get(address)
    assert (before["ETag"], before.json()) == (after["ETag"], after.json())
    assert owner.get(address)["ETag"] != whole["ETag"]
    (row,) = caller.get("/api/v1/requests/").json()["results"]
    assert row["version"] == before.json()["version"] == recipient(request, "PRT").version


def test_a_closed_request_that_opens_again_for_another_changes_no_tag(
    amina, pierre, joana, over_api
):
    request = sent(amina, "PRT", "BRA")
    deliver_all()
    for office in (pierre, joana):
        answered(request, office)
    sending.close(Request.objects.get(pk=request.pk), by=amina)
    deliver_all()
    caller, address = over_api(pierre), f"/api/v1/requests/{request.pk}/"
    caller.get(address)
    before, version = caller.get(address), Request.objects.get(pk=request.pk).version

    answering.ask_again(recipient(request, "BRA"), ContributionDraft("And since when?"), by=amina)
    deliver_all()

    assert Request.objects.get(pk=request.pk).version > version
    after = caller.get(address)
    assert (before["ETag"], before.json()) == (after["ETag"], after.json())
    stale = caller.post(f"{address}close/", HTTP_IF_MATCH=f'"{request.pk}.{version}"')
    fresh = caller.post(f"{address}close/", HTTP_IF_MATCH=f'"{request.pk}.{version + 1}"')
    assert stale.status_code == fresh.status_code  # the request's own version is no riddle


def test_a_recipient_s_step_goes_by_the_tag_of_its_own_side(amina, pierre, over_api):
    request = sent(amina, "PRT", "BRA")
    deliver_all()
    caller, address = over_api(pierre), f"/api/v1/requests/{request.pk}/"
    tag = caller.get(address)["ETag"]

    first = caller.post(f"{address}acknowledge/", HTTP_IF_MATCH=tag)
    again = caller.post(f"{address}start/", HTTP_IF_MATCH=tag)

    assert (first.status_code, again.status_code) == (200, 412)
    assert caller.post(f"{address}start/", HTTP_IF_MATCH=first["ETag"]).status_code == 200
