"""An office's own system: the mailbox, acknowledging, answering, filing; all over the API."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from central_offices.models import CentralOffice
from exchange.models import Contribution, Request
from kernel import acting
from ledger.delivery import outbox
from ledger.models import Delivery, Destination, Event
from tests import systems
from tests.exchange.conftest import deliver_all, draft, recipient, sent

pytestmark = pytest.mark.django_db
WORDS = {
    "type": "INFO",
    "recipients": ["KEN"],
    "title": "A car",
    "ask": "Whose car is it?",
    "legal_basis": "Agreement of 2019",
}


@pytest.fixture
def brasilia(db):
    """The system of the office in Brasília."""
    return systems.calling(systems.register(CentralOffice.objects.get(code="BRA")))


def take(caller, **query) -> dict:
    reply = caller.get("/api/v1/mailbox/", query)
    assert reply.status_code == 200, reply.content
    return reply.json()


def test_a_system_takes_acknowledges_and_answers_a_request(amina, brasilia):
    request = sent(amina, "BRA", "PRT")
    assert take(brasilia)["messages"] == []
    deliver_all()

    (message,) = take(brasilia)["messages"]
    assert (message["type"], message["sender"], message["seq"]) == ("request.sent", "KEN", 1)
    assert message["recipients"] == ["BRA"]
    assert message["data"]["ask"] == request.ask
    address = f"/api/v1/requests/{message['data']['request']}/"
    assert brasilia.post("/api/v1/mailbox/acks/", {"ids": [message["id"]]}).json() == {
        "confirmed": 1
    }
    assert take(brasilia)["messages"] == []

    acknowledged = brasilia.post(address + "acknowledge/")
    assert acknowledged.json()["recipients"][0]["status"] == "ACKNOWLEDGED"
    upload = brasilia.post(
        "/api/v1/attachments/",
        {"file": SimpleUploadedFile("extract.txt", b"register extract")},
        format="multipart",
    )
    answer = {
        "text": "Maré Alta Lda.",
        "source_evaluation": "A",
        "information_evaluation": "1",
        "attachments": [upload.json()["id"]],
    }
    assert brasilia.post(address + "answer/", answer).status_code == 200

    assert recipient(request, "BRA").status == "ANSWERED"
    assert not Contribution.objects.visible_to(amina).exists()
    deliver_all()
    assert Contribution.objects.visible_to(amina).get().text == "Maré Alta Lda."


def test_the_envelope_is_complete(amina, brasilia):
    sent(amina, "BRA", handling_codes=["H2"])
    deliver_all()

    (message,) = take(brasilia)["messages"]

    assert set(message) == {
        *("id", "type", "lane", "seq", "thread", "sender", "recipients", "sent_at"),
        *("classification", "handling", "data", "signature"),
    }
    assert (message["classification"], message["handling"]) == ("RESTRICTED", ["H2"])
    assert message["lane"] == "NORMAL"
    assert set(message["signature"]) == {"jws", "kid", "held_by"}


def test_the_cursor_goes_through_a_lane_in_order(amina, brasilia):
    for number in range(5):
        sent(amina, "BRA", title=f"Number {number}")
    deliver_all()

    seen, page = [], {"more": True, "cursor": 0}
    while page["more"]:
        page = take(brasilia, lane="NORMAL", after=page["cursor"], limit=2)
        seen += [message["data"]["title"] for message in page["messages"]]

    assert seen == [f"Number {number}" for number in range(5)]
    assert take(brasilia, lane="NORMAL", after=0)["messages"], "a cursor may be used again"


def test_a_dead_letter_that_is_sent_again_is_not_missed_by_a_cursor_that_passed_it(amina, brasilia):
    first, second = sent(amina, "BRA"), sent(amina, "BRA")
    late = Delivery.objects.get(thread=first.pk)
    Delivery.objects.filter(pk=late.pk).update(status="DEAD")
    deliver_all()
    page = take(brasilia, lane="NORMAL", after=0)
    assert [m["data"]["request"] for m in page["messages"]] == [str(second.pk)]

    with acting.acting_as(amina):
        outbox.resend(late)
    deliver_all()

    page = take(brasilia, lane="NORMAL", after=page["cursor"])
    assert [(m["data"]["request"], m["seq"]) for m in page["messages"]] == [(str(first.pk), 1)]


def test_urgent_messages_come_first_without_a_cursor(amina, brasilia):
    sent(amina, "BRA", title="Slow")
    sent(amina, "BRA", title="Fast", urgency="FLASH", necessity="A life is at risk.")
    deliver_all()

    assert [m["data"]["title"] for m in take(brasilia)["messages"]] == ["Fast", "Slow"]


def test_fetching_shows_when_the_system_was_last_there(amina, brasilia):
    sent(amina, "BRA")
    deliver_all()
    take(brasilia)

    assert Destination.objects.get(office__code="BRA").last_seen_at is not None
    assert Delivery.objects.get().fetched_at is not None


def test_a_system_without_the_clearance_takes_no_content_above_it(amina, brasilia):
    request = sent(amina, "BRA", classification=2)
    deliver_all()

    (told,) = take(brasilia)["messages"]
    assert told["type"] == "message.withheld" and set(told["data"]) == {"message"}
    assert brasilia.get(f"/api/v1/requests/{request.pk}/").status_code == 404


def test_a_mailbox_is_for_the_own_office_s_system_only(amina, brasilia, over_api, joana):
    sent(amina, "PRT")
    deliver_all()

    assert take(brasilia)["messages"] == []
    assert over_api(joana).get("/api/v1/mailbox/").status_code == 403


def test_a_token_without_the_scope_opens_nothing(db):
    client = systems.register(CentralOffice.objects.get(code="BRA"))
    caller = systems.calling(client, scope="reference")
    assert caller.get("/api/v1/requests/").status_code == 403
    assert caller.get("/api/v1/mailbox/").status_code == 403


def test_a_system_files_a_request_once_however_often_it_sends_it(brasilia):
    key = {"HTTP_IDEMPOTENCY_KEY": "boat-4711-1"}

    first, second = [brasilia.post("/api/v1/requests/", WORDS, **key) for _ in range(2)]

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Request.objects.get().status == "SENT"
    other = brasilia.post("/api/v1/requests/", WORDS | {"title": "Another"}, **key)
    assert other.status_code == 422


def test_what_needs_a_second_person_waits_for_one_even_from_a_system(brasilia):
    facts = {"ACCOUNT": "PT50", "AMOUNT": "EUR 20,000", "WARRANT": "44/2026"}
    reply = brasilia.post("/api/v1/requests/", WORDS | {"type": "ASSET_RETURN", "facts": facts})

    assert reply.json()["status"] == "PENDING_APPROVAL"
    address = f"/api/v1/requests/{reply.json()['id']}/approve/"
    refused = brasilia.post(address, {"digest": reply.json()["content_digest"]})
    assert refused.status_code == 403


def test_an_incomplete_request_is_refused_and_leaves_no_draft(brasilia):
    reply = brasilia.post("/api/v1/requests/", WORDS | {"type": "LOCATE"})

    assert reply.status_code == 422
    assert reply["Content-Type"] == "application/problem+json"
    pointers = {error["pointer"] for error in reply.json()["errors"]}
    assert pointers == {"#/subject_ids", "#/necessity"}
    assert not Request.objects.exists()


def test_wrong_values_are_pointed_at(brasilia):
    reply = brasilia.post("/api/v1/requests/", WORDS | {"recipients": ["XYZ"], "urgency": "NOW"})

    assert reply.status_code == 400
    pointers = {error["pointer"] for error in reply.json()["errors"]}
    assert pointers == {"#/recipients/0", "#/urgency"} or pointers == {"#/recipients", "#/urgency"}


def test_a_draft_is_changed_only_on_top_of_what_was_read(amina, over_api):
    request = draft(amina, "PRT")
    caller, address = over_api(amina), f"/api/v1/requests/{request.pk}/"
    mark = caller.get(address)["ETag"]

    assert caller.patch(address, {"title": "New"}).status_code == 428
    assert caller.patch(address, {"title": "New"}, HTTP_IF_MATCH=mark).status_code == 200
    assert caller.patch(address, {"title": "Newer"}, HTTP_IF_MATCH=mark).status_code == 412


def test_the_list_is_of_the_own_office_and_finds_by_reference(amina, pierre, arun, over_api):
    first, second = sent(amina, "PRT"), sent(amina, "BRA")
    deliver_all()

    def found(officer, **query) -> list[str]:
        rows = over_api(officer).get("/api/v1/requests/", query).json()["results"]
        return [row["reference"] for row in rows]

    assert found(amina) == [str(second), str(first)]
    assert found(pierre) == [str(first)]
    assert found(arun) == []
    assert found(pierre, reference=str(first)) == [str(first)]
    assert found(pierre, reference=str(second)) == []
    assert found(pierre, direction="from_us") == []
    assert found(amina, recipient_status="DELIVERED") == [str(second), str(first)]


def test_what_may_not_be_seen_answers_like_what_is_missing(amina, arun, over_api):
    request, caller = sent(amina, "PRT"), over_api(arun)
    deliver_all()
    missing = "0190a0a0-0000-7000-8000-000000000000"

    for path in ("", "contributions/"):
        there = caller.get(f"/api/v1/requests/{request.pk}/{path}")
        nowhere = caller.get(f"/api/v1/requests/{missing}/{path}")
        assert there.status_code == nowhere.status_code == 404
        same = [json.loads(reply.content) for reply in (there, nowhere)]
        for body in same:
            del body["instance"], body["request_id"]
        assert same[0] == same[1]
    for step in ("acknowledge", "answer", "recall", "close"):
        assert caller.post(f"/api/v1/requests/{request.pk}/{step}/", {}).status_code == 404


def test_an_attachment_is_read_by_whoever_sees_what_it_belongs_to(
    amina, pierre, arun, brasilia, over_api
):
    def upload(caller):
        file = SimpleUploadedFile("extract.txt", b"register extract")
        return caller.post("/api/v1/attachments/", {"file": file}, format="multipart").json()

    mine = upload(over_api(amina))
    content = f"/api/v1/attachments/{mine['id']}/content/"
    assert over_api(pierre).get(content).status_code == 404
    over_api(amina).post(
        "/api/v1/requests/", WORDS | {"recipients": ["PRT"], "attachments": [mine["id"]]}
    )
    assert over_api(pierre).get(content).status_code == 404
    deliver_all()

    assert b"".join(over_api(pierre).get(content).streaming_content) == b"register extract"
    assert over_api(arun).get(content).status_code == 404
    assert brasilia.get(content).status_code == 404


def test_every_reading_is_written_down(amina, brasilia):
    request = sent(amina, "BRA")
    deliver_all()
    take(brasilia)
    brasilia.get(f"/api/v1/requests/{request.pk}/")
    brasilia.get("/api/v1/requests/", {"q": "boat"})

    verbs = set(Event.objects.filter(chain="BRA").values_list("verb", flat=True))
    assert {"mailbox.take", "request.view", "request.search"} <= verbs
    search = Event.objects.get(verb="request.search")
    assert "boat" not in json.dumps(search.data) and search.detail.body == {"q": "boat"}
