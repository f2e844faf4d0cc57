"""An office without a link for three days: its clocks, its phone, and everything once at the end.

Time is moved in the rows: nobody sleeps.
"""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from exchange import upkeep
from exchange.conversation import answering
from exchange.delivery import phone_fallback, timeline
from exchange.models import Escalation, Request, RequestRecipient
from exchange.requests import sending
from kernel import acting
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.delivery import delivering, leases
from ledger.models import Attempt, Delivery, Destination, Event, InboxMessage, Message
from ledger.signatures import signing
from tests.exchange.conftest import deliver_all, recipient, sent
from tests.ledger.hooks import at_once, hooked
from tests.plumbing.by_the_owner import by_the_owner
from tests.receivers import server

pytestmark = pytest.mark.django_db
MOVED = {
    Message: ["sent_at"],
    Delivery: ["first_attempt_at", "posted_at", "delivered_at"],
    Destination: ["failing_since", "unreachable_since"],
    RequestRecipient: ["clock_from", "ack_due", "reply_due", "next_due", "delivered_at"],
}


@pytest.fixture
def lisbon(db, receiver):
    """Lisbon's destination; its system is away."""
    row, _secret = hooked("PRT", receiver.url)
    receiver.behaviour = server.drops
    return row


def later(**time) -> None:
    """So much time passes."""
    for model, fields in MOVED.items():
        for field in fields:
            rows = model.objects.filter(**{f"{field}__isnull": False})
            rows.update(**{field: F(field) - timedelta(**time)})
    with acting.acting_as(acting.PUBLIC), acting.by_a_rule("a test"):
        messages = list(Message.objects.select_related("sender"))
        signing.sign(messages)
        Message.objects.bulk_update(messages, ["signature"])


def try_it(row, times: int = 1) -> None:
    for _ in range(times):
        at_once(row)
        delivering.deliver(row.pk)


def test_after_72_hours_everything_arrives_once_the_urgent_first_and_in_order(
    amina, lisbon, receiver
):
    normal = [sent(amina, "PRT") for _ in range(6)]
    urgent = [sent(amina, "PRT", urgency="FLASH", necessity="A life.") for _ in range(3)]
    for _hour in range(12):
        try_it(lisbon)
        later(hours=6)
    assert not InboxMessage.objects.exists()
    sending.recall(normal[5], by=amina, reason="Found.")  # never sent: it vanishes
    tried = [got.headers["webhook-id"] for got in receiver.got]
    receiver.got.clear()
    receiver.behaviour = server.well
    try_it(lisbon)

    ids = [got.message["data"]["request"] for got in receiver.got]
    assert ids == [str(row.pk) for row in (*urgent, *normal[:5])]
    seen = [got.headers["webhook-id"] for got in receiver.got]
    assert len(seen) == len(set(seen)) and set(tried) <= set(seen)
    assert {recipient(row, "PRT").status for row in (*urgent, *normal[:5])} == {"DELIVERED"}
    lisbon.refresh_from_db()
    assert (lisbon.unreachable_since, lisbon.disabled_at) == (None, None)


def test_the_clocks_of_an_office_out_of_reach_run_from_the_first_attempt(amina, lisbon, receiver):
    request = sent(amina, "PRT", urgency="FLASH", necessity="A life.")
    try_it(lisbon, leases.CIRCUIT)
    upkeep.settle()
    row = recipient(request, "PRT")
    first = Delivery.objects.get().first_attempt_at
    assert row.status == "QUEUED" and row.clock_from == first and row.ack_due > first

    later(hours=3)
    upkeep.settle()
    found = Escalation.objects.filter(recipient=row)
    assert found and all(one.unreachable for one in found)

    receiver.behaviour = server.well
    try_it(lisbon)
    row = recipient(request, "PRT")
    delivered = Delivery.objects.filter(message__type="request.sent").get()
    assert row.status == "DELIVERED"
    assert row.clock_from == delivered.first_attempt_at < row.delivered_at


def test_what_is_sent_to_a_webhook_that_is_switched_off_has_clocks_too(amina, lisbon, receiver):
    receiver.behaviour = server.says(410)
    sent(amina, "PRT")
    try_it(lisbon)
    second = sent(amina, "PRT")
    upkeep.settle()

    assert recipient(second, "PRT").clock_from is not None


def flash(by, *codes):
    request = sent(by, *codes, urgency="FLASH", necessity="A life.")
    return request, Delivery.objects.get(thread=request.pk, destination__office__code=codes[0])


def test_flash_that_did_not_arrive_in_15_minutes_is_telephoned(amina, lisbon, signed_in):
    lisbon.office.emergency_phone = "+351 21 000 0000"
    with by_the_owner():
        lisbon.office.save()
    request, row = flash(amina, "PRT")
    sent(amina, "PRT")  # not flash: nobody telephones
    later(minutes=14)
    assert not phone_fallback.waiting(amina)

    later(minutes=1, seconds=1)
    assert list(phone_fallback.waiting(amina)) == [row]
    browser = signed_in(amina)
    assert "Telephone" in browser.get("/").text and "+351 21 000 0000" in browser.get("/").text
    shown = browser.get("/dead-letters").text
    assert "+351 21 000 0000" in shown and request.reference in shown

    browser.post(f"/dead-letters/{row.pk}/phoned", {"spoke_to": "P. Costa"})
    assert not phone_fallback.waiting(amina)
    event = Event.objects.get(verb="delivery.phone")
    assert event.detail.body == {"spoke_to": "P. Costa"} and event.seq
    track = timeline.receipts(request, [recipient(request, "PRT")])[lisbon.office_id]
    assert "Lisbon was telephoned by Amina" in [moment.words for moment in track["moments"]]


def test_the_secretariat_is_told_the_route_and_never_the_content(
    amina, adler, sato, pierre, lisbon, signed_in
):
    request, row = flash(amina, "PRT")
    later(minutes=16)

    assert list(phone_fallback.waiting(adler)) == [row]
    page = signed_in(adler).get("/dead-letters").text
    assert request.reference in page and request.title not in page
    assert not phone_fallback.waiting(pierre) and not phone_fallback.waiting(sato)
    phone_fallback.note(row, by=adler, spoke_to="P. Costa")


def test_who_does_not_see_it_cannot_note_it(amina, joana, pierre, signed_in, lisbon):
    _request, row = flash(amina, "PRT")
    later(minutes=16)
    for officer in (joana, pierre):
        with pytest.raises(NotPermitted):
            phone_fallback.note(row, by=officer, spoke_to="x")
        address = f"/dead-letters/{row.pk}/phoned"
        assert signed_in(officer).post(address, {"spoke_to": "x"}).status_code == 404


def test_a_call_is_noted_once_with_a_name_and_not_after_the_arrival(amina, lisbon, receiver):
    _request, row = flash(amina, "PRT")
    later(minutes=16)
    with pytest.raises(NotReady):
        phone_fallback.note(row, by=amina, spoke_to=" ")
    phone_fallback.note(row, by=amina, spoke_to="P. Costa")
    with pytest.raises(WrongState, match="telephoned already"):
        phone_fallback.note(row, by=amina, spoke_to="P. Costa")

    _other, second = flash(amina, "PRT")
    receiver.behaviour = server.well
    try_it(lisbon)
    with pytest.raises(WrongState, match="arrived"):
        phone_fallback.note(second, by=amina, spoke_to="P. Costa")


def test_the_track_tells_attempts_in_words(amina, pierre, lisbon, receiver):
    request = sent(amina, "PRT")
    try_it(lisbon, 3)
    receiver.behaviour = server.says(503)
    try_it(lisbon, 2)
    lisbon.refresh_from_db()
    track = timeline.receipts(request, [recipient(request, "PRT")])[lisbon.office_id]
    assert [moment.words for moment in track["moments"]][::-1] == [
        "Sent",
        "First attempt failed: The connection failed or was closed.",
        "Attempt 5 failed: Its system has a fault (503).",
    ]
    assert track["waiting"].startswith("Out of reach since")

    receiver.behaviour = server.well
    try_it(lisbon)
    answering.acknowledge(recipient(request, "PRT"), by=pierre)
    track = timeline.receipts(request, [recipient(request, "PRT")])[lisbon.office_id]
    words = [moment.words for moment in track["moments"]][::-1]
    assert words[2:4] == [
        "Attempt 5 failed: Its system has a fault (503).",
        "Lisbon's system stored it",
    ]
    assert Attempt.objects.count() == 6


def test_an_office_in_the_browser_is_told_as_before(amina, signed_in):
    request = sent(amina, "PRT")
    deliver_all()
    office = recipient(request, "PRT").office_id
    track = timeline.receipts(request, [recipient(request, "PRT")])[office]
    assert [moment.words for moment in track["moments"]][::-1] == ["Sent", "Stored for the office"]
    assert Request.objects.get().sent_at <= timezone.now()
