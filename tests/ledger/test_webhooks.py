"""Delivery by webhook: signed, in order, once; and what follows each answer."""

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from central_offices.models import CentralOffice
from kernel import acting
from kernel.ids import new_id
from ledger.delivery import delivering, envelope, outbox
from ledger.models import Attempt, Delivery, Destination, InboxMessage
from tests.ledger.hooks import at_once, hooked, in_an_hour
from tests.ledger.messages import arrived, of, post
from tests.receivers import server

pytestmark = pytest.mark.django_db
Status = Delivery.Status


def test_a_stock_receiver_verifies_what_we_send(amina, hook, receiver):
    message = post(amina, "PRT")

    assert delivering.deliver(hook.pk) == 1

    (got,) = receiver.got
    assert Webhook(hook.secret).verify(got.body, got.headers)["id"] == str(message.pk)
    assert got.headers["webhook-id"] == str(message.pk)
    assert got.headers["content-type"] == "application/json"
    assert got.body == envelope.as_bytes(of(message, hook))


def test_a_changed_body_or_another_secret_does_not_verify(amina, hook, receiver):
    post(amina, "PRT")
    delivering.deliver(hook.pk)
    (got,) = receiver.got

    with pytest.raises(WebhookVerificationError):
        Webhook(hook.secret).verify(got.body + b" ", got.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldA==").verify(got.body, got.headers)


def test_what_a_webhook_confirmed_is_stored_as_for_every_office(amina, hook):
    posted = [post(amina, "PRT").pk for _ in range(45)]

    assert delivering.deliver(hook.pk) == 45

    assert arrived(hook) == posted
    assert delivering.deliver(hook.pk) == 0


def test_messages_are_posted_in_order_over_one_connection_the_urgent_first(amina, hook, receiver):
    slow = [str(post(amina, "PRT").pk) for _ in range(40)]
    fast = str(post(amina, "PRT", urgent=True).pk)

    delivering.deliver(hook.pk)

    assert [got.headers["webhook-id"] for got in receiver.got] == [fast, *slow]
    assert receiver.accepted == 1


def test_a_follow_up_never_overtakes_its_own_thread(amina, hook, receiver):
    thread = new_id()
    first = post(amina, "PRT", thread=thread)
    follow_up = post(amina, "PRT", thread=thread, urgent=True)

    delivering.deliver(hook.pk)

    assert arrived(hook) == [first.pk, follow_up.pk]


@pytest.mark.parametrize("status", [301, 307, 401, 403, 404, 408, 418, 429, 500, 503])
def test_what_may_heal_is_sent_again_under_the_same_id(amina, hook, receiver, status):
    receiver.behaviour = server.says(status)
    message = post(amina, "PRT")
    behind = post(amina, "PRT")

    assert delivering.deliver(hook.pk) == 0
    hook.refresh_from_db()
    assert hook.next_attempt_at and hook.failures == 1 and hook.lease_token is None
    assert len(receiver.got) == 1  # nothing overtakes it
    in_an_hour(hook)  # the pause is drawn by lot, and may be over already
    assert delivering.deliver(hook.pk) == 0 and len(receiver.got) == 1

    at_once(hook)
    receiver.behaviour = server.well
    assert delivering.deliver(hook.pk) == 2

    ids = [got.headers["webhook-id"] for got in receiver.got]
    assert ids == [str(message.pk), str(message.pk), str(behind.pk)]
    assert arrived(hook) == [message.pk, behind.pk]
    hook.refresh_from_db()
    assert (hook.failures, hook.next_attempt_at, hook.failing_since) == (0, None, None)


@pytest.mark.parametrize("status", [400, 409, 413, 422])
def test_what_can_never_be_taken_is_a_dead_letter_and_lets_the_others_pass(
    amina, hook, receiver, status
):
    bad = post(amina, "PRT")
    receiver.behaviour = lambda handler, body: handler.answer(
        status if str(bad.pk).encode() in body else 200
    )
    good = post(amina, "PRT")

    delivering.deliver(hook.pk)

    assert arrived(hook) == [good.pk]
    assert of(bad, hook).status == Status.DEAD
    assert of(bad, hook).last_error == f"Its system refused the message for good ({status})."
    hook.refresh_from_db()
    assert hook.failures == 0

    receiver.behaviour = server.well
    with acting.acting_as(amina):
        outbox.resend(of(bad, hook))
    delivering.deliver(hook.pk)
    assert arrived(hook) == [good.pk, bad.pk]


@pytest.mark.parametrize(
    "answer",
    [
        server.says(200, b"<!doctype html><title>Sign in</title>"),
        server.says(200, b"{}", Content_Type="text/html; charset=utf-8"),
    ],
)
def test_a_web_page_is_no_receipt(amina, hook, receiver, answer):
    receiver.behaviour = answer
    message = post(amina, "PRT")

    assert delivering.deliver(hook.pk) == 0

    assert of(message, hook).last_error == "It answered with a web page: not its system."
    assert not InboxMessage.objects.exists()


@pytest.mark.parametrize("answer", [server.says(204, b""), server.says(202, b"not { json")])
def test_any_other_2xx_is_a_receipt(amina, hook, receiver, answer):
    receiver.behaviour = answer
    post(amina, "PRT")

    assert delivering.deliver(hook.pk) == 1


def test_a_lost_answer_leads_to_the_same_message_again_and_one_effect(amina, hook, receiver):
    receiver.behaviour = server.drops
    message = post(amina, "PRT")
    delivering.deliver(hook.pk)
    receiver.behaviour = server.well
    at_once(hook)
    delivering.deliver(hook.pk)

    assert [got.headers["webhook-id"] for got in receiver.got] == [str(message.pk)] * 2
    assert InboxMessage.objects.count() == 1
    kinds = Attempt.objects.order_by("id").values_list("kind", "http_status")
    assert list(kinds) == [("connection", None), ("", 200)]


def test_every_call_is_kept_as_evidence(amina, hook, receiver):
    receiver.behaviour = server.says(500, b"Traceback: secret\0" + b"x" * 5000)
    message = post(amina, "PRT")
    delivering.deliver(hook.pk)
    receiver.behaviour = server.well
    at_once(hook)
    delivering.deliver(hook.pk)

    failed, stored = Attempt.objects.order_by("id")
    assert (failed.http_status, failed.kind, failed.error) == (
        500,
        "http_500",
        "Its system has a fault (500).",
    )
    assert failed.answer.startswith("Traceback: secret") and len(failed.answer) <= 1024
    size = len(envelope.as_bytes(of(message, hook)))
    assert (stored.http_status, stored.error, stored.bytes, stored.answer) == (200, "", size, "")
    assert stored.ms is not None


def test_what_was_posted_may_have_arrived_so_its_recall_is_sent(amina, hook, receiver):
    receiver.behaviour = server.drops
    thread = new_id()
    post(amina, "PRT", thread=thread)
    unsent = new_id()
    post(amina, "PRT", thread=unsent)
    delivering.deliver(hook.pk)

    to = CentralOffice.objects.filter(code="PRT")
    with acting.acting_as(amina):
        assert outbox.take_back(thread, to) == set()
        assert outbox.take_back(unsent, to) == {hook.office_id}


def test_what_is_recalled_while_it_is_posted_is_not_applied(amina, hook, receiver):
    """The answer comes after the recall: the office may have it, and is told of the recall."""
    thread = new_id()
    message = post(amina, "PRT", thread=thread)
    store = delivering.store

    def late(batch, token):
        Delivery.objects.filter(message=message).update(status=Status.RECALLED)
        return store(batch, token)

    assert delivering.webhook_sender.post([hook.pk], late) == 0
    assert of(message, hook).status == Status.RECALLED
    assert not InboxMessage.objects.exists()


def test_a_worker_that_lost_its_lease_marks_nothing(amina, hook, receiver):
    message = post(amina, "PRT")

    def overtaken(handler, body):
        handler.answer(200)

    receiver.behaviour = overtaken
    store = delivering.store

    def late(batch, token):
        Destination.objects.filter(pk=hook.pk).update(lease_token=new_id())
        return store(batch, token)

    assert delivering.webhook_sender.post([hook.pk], late) == 0
    assert of(message, hook).status == Status.QUEUED


def test_one_silent_office_keeps_no_other_waiting(amina, hook, receiver, allow_loopback):
    """Brasília's calls end while Lisbon's is still under way."""
    lisbon = of(post(amina, "PRT"), hook)
    with server.Receiver() as other:
        brasilia, _secret = hooked("BRA", other.url)
        for _ in range(3):
            post(amina, "BRA")

        def after_the_others(handler, body):
            while len(other.got) < 3:
                server.time.sleep(0.01)
            handler.answer(200)

        receiver.behaviour = after_the_others
        assert delivering.deliver(hook.pk, brasilia.pk) == 4

    assert of(lisbon.message, hook).status == Status.DELIVERED


def test_an_address_that_is_not_allowed_is_a_failure_in_words(amina, forbidden):
    row, _secret = hooked("PRT", forbidden.url)
    message = post(amina, "PRT")

    assert delivering.deliver(row.pk) == 0

    assert forbidden.accepted == 0
    said = "The address leads into a network that is never called."
    assert of(message, row).last_error in {said, "Only https on port 443 or 8443 is called."}
