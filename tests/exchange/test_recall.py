"""Recalling a request: what is undelivered vanishes, everybody else is told (docs/laws.md F3)."""

import pytest

from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Request, RequestRecipient
from exchange.requests import sending
from kernel.errors import NotReady, WrongState
from ledger.delivery import delivering
from ledger.models import Delivery, Destination, Event, InboxMessage
from tests.exchange.conftest import deliver_all, recipient, sent
from tests.ledger.hooks import at_once, hooked
from tests.receivers import server

pytestmark = pytest.mark.django_db


def deliver_to(*codes):
    ids = Destination.objects.filter(office__code__in=codes).values_list("pk", flat=True)
    return delivering.deliver(*ids)


def test_recalled_at_each_office_as_far_as_it_had_come(amina, pierre, joana, arun, bela):
    request = sent(amina, "PRT", "BRA", "QMA", "QMB", "AGY")
    deliver_to("PRT", "BRA", "QMA")
    answering.start(recipient(request, "QMA"), by=arun)

    sending.recall(request, by=amina, reason="The boat was found.")

    states = dict(request.recipients.values_list("office__code", "status"))
    assert states == {
        "PRT": "RECALLED",
        "BRA": "RECALLED",
        "QMA": "RECALL_TOO_LATE",
        "QMB": "RECALLED",
        "AGY": "RECALLED",
    }
    told = Delivery.objects.filter(message__type="request.recalled")
    codes = set(told.values_list("destination__office__code", flat=True))
    assert codes == {"PRT", "BRA", "QMA"}
    assert set(told.values_list("lane", flat=True)) == {"URGENT"}

    answering.confirm_destroyed(recipient(request, "QMA"), by=arun)
    assert recipient(request, "QMA").status == "RECALLED"
    assert recipient(request, "QMA").destroyed_at is not None


def test_nothing_is_left_behind_for_whom_it_had_not_reached(amina, bela, signed_in):
    request = sent(amina, "QMB")
    sending.recall(request, by=amina, reason="A mistake.")

    assert deliver_all() == 0
    assert not Request.objects.visible_to(bela).exists()
    assert not RequestRecipient.objects.visible_to(bela).exists()
    assert not InboxMessage.objects.exists()
    assert not Event.objects.filter(chain="QMB").exists()
    browser = signed_in(bela)
    assert browser.get(f"/requests/{request}/").status_code == 404
    for address in ("/requests/", "/duty", "/"):
        assert request.reference not in browser.get(address).content.decode()


def test_who_had_it_still_sees_it_struck_out_with_the_reason(amina, pierre, signed_in):
    request = sent(amina, "PRT")
    deliver_all()
    sending.recall(request, by=amina, reason="The boat was found.")
    deliver_all()

    page = signed_in(pierre).get(f"/requests/{request}/").content.decode()
    assert "The boat was found." in page and "Recalled" in page
    with pytest.raises(WrongState):
        answering.acknowledge(recipient(request, "PRT"), by=pierre)


def test_an_answer_that_came_before_has_to_be_destroyed(amina, pierre):
    request = sent(amina, "PRT")
    deliver_all()
    answering.answer(recipient(request, "PRT"), ContributionDraft("Lda Maré.", "A", "1"), by=pierre)
    sending.recall(request, by=amina, reason="Not needed.")
    assert recipient(request, "PRT").status == "RECALL_TOO_LATE"
    assert recipient(request, "PRT").next_due is not None


def test_a_recall_says_why(amina):
    request = sent(amina, "PRT")
    with pytest.raises(NotReady, match="why"):
        sending.recall(request, by=amina, reason=" ")


def test_what_could_not_be_delivered_is_recalled_without_a_trace(amina):
    request = sent(amina, "PRT")
    Delivery.objects.update(status="DEAD")
    RequestRecipient.objects.update(status="UNDELIVERABLE")
    sending.recall(request, by=amina, reason="Not needed.")
    assert Delivery.objects.get().status == "RECALLED"
    assert recipient(request, "PRT").status == "RECALLED"


def test_closing_waits_for_those_who_are_still_at_work(amina, pierre):
    request = sent(amina, "PRT", "BRA")
    deliver_all()
    answering.answer(recipient(request, "PRT"), ContributionDraft("Lda Maré.", "A", "1"), by=pierre)
    with pytest.raises(NotReady, match="Brazil"):
        sending.close(request, by=amina)


def test_closing_ends_it_everywhere(amina, pierre):
    request = sent(amina, "PRT")
    deliver_all()
    answering.answer(recipient(request, "PRT"), ContributionDraft("Lda Maré.", "A", "1"), by=pierre)
    sending.close(request, by=amina)
    assert (request.status, recipient(request, "PRT").status) == ("CLOSED", "CLOSED")


def test_a_webhook_that_perhaps_has_the_request_is_told_of_its_recall(amina, receiver):
    lisbon, _secret = hooked("PRT", receiver.url)
    receiver.behaviour = server.drops
    request = sent(amina, "PRT")
    delivering.deliver(lisbon.pk)

    sending.recall(request, by=amina, reason="The boat was found.")
    receiver.behaviour = server.well
    at_once(lisbon)
    delivering.deliver(lisbon.pk)

    assert [got.message["type"] for got in receiver.got] == ["request.sent", "request.recalled"]
    assert recipient(request, "PRT").status == "RECALLED"
