"""No system gets content above its clearance: it is told that a message waits, in its place."""

import json

import pytest
from django.utils import timezone
from standardwebhooks import Webhook

from central_offices.keys_and_clients import keys
from central_offices.models import ApiClient, OfficeKey, Officer
from kernel import acting
from ledger.delivery import delivering, envelope, webhook_calls
from ledger.models import Delivery, InboxMessage
from ledger.verification import messages
from tests import systems
from tests.cases import browsing
from tests.exchange.conftest import deliver_all, sent
from tests.ledger.messages import arrived, of, post
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


def system(destination, clearance: int) -> ApiClient:
    return systems.register(destination.office, clearance=clearance)


def told(receiver) -> list[tuple[str, int]]:
    bodies = [json.loads(got.body) for got in receiver.got]
    return [(body["type"], body["seq"]) for body in bodies]


def mailbox(caller, **query) -> list[dict]:
    return caller.get("/api/v1/mailbox/", query).json()["messages"]


def test_what_is_above_its_clearance_does_not_leave_by_webhook(amina, hook, receiver):
    message = post(amina, "PRT", level=2)

    assert delivering.deliver(hook.pk) == 1

    (got,) = receiver.got
    row = of(message, hook)
    body = Webhook(hook.secret).verify(got.body, got.headers)
    assert (body["type"], body["data"]) == ("message.withheld", {"message": str(message.pk)})
    assert (body["lane"], body["seq"], body["recipients"]) == ("NORMAL", row.seq, ["PRT"])
    assert (body["sender"], body["classification"]) == ("AGY", "OFFICIAL")
    assert body["id"] == got.headers["webhook-id"] == str(row.pk)
    for hidden in ("of the content", "test.said", "KEN", "CONFIDENTIAL", str(message.thread)):
        assert hidden not in got.body.decode()
    assert row.withheld_at and row.delivered_at
    assert InboxMessage.objects.get().body_sha256 == envelope.sha256(row)


def test_the_notice_is_signed_by_the_secretariat(amina, hook, receiver):
    post(amina, "PRT", level=2)
    delivering.deliver(hook.pk)

    known = keys.jwks(OfficeKey.objects.select_related("office"))["keys"]
    found = messages.check(json.loads(receiver.got[0].body), {row["kid"]: row for row in known})
    assert all(finding.good for finding in found)


def test_nothing_is_lost_and_the_order_is_kept(amina, hook, receiver):
    levels = [0, 2, 1, 2, 0]
    posted = [post(amina, "PRT", level=level).pk for level in levels]

    assert delivering.deliver(hook.pk) == 5

    kinds = ["message.withheld" if level == 2 else "test.said" for level in levels]
    assert told(receiver) == list(zip(kinds, [1, 2, 3, 4, 5], strict=True))
    assert arrived(hook) == posted


@pytest.mark.parametrize("clearance, kind", [(2, "test.said"), (1, "message.withheld")])
def test_its_system_s_clearance_decides(clearance, kind, amina, hook, receiver):
    system(hook, 0)
    system(hook, clearance)
    post(amina, "PRT", level=2)
    delivering.deliver(hook.pk)
    assert told(receiver) == [(kind, 1)]


def test_an_office_whose_system_is_cleared_for_nothing_gets_notices(amina, hook, receiver):
    system(hook, 0)
    for level in (0, 1):
        post(amina, "PRT", level=level)
    delivering.deliver(hook.pk)
    assert told(receiver) == [("test.said", 1), ("message.withheld", 2)]


@pytest.mark.parametrize("how", ["revoked", "disabled", "another scope", "another office"])
def test_a_system_that_takes_no_messages_clears_nothing(how, amina, hook, receiver, arun):
    client = system(hook, 2)
    if how == "revoked":
        ApiClient.objects.update(revoked_at=timezone.now())
    elif how == "disabled":
        Officer.objects.filter(pk=client.officer_id).update(is_active=False)
    elif how == "another scope":
        ApiClient.objects.update(scopes=["reference"])
    else:
        with by_the_owner():
            Officer.objects.filter(pk=client.officer_id).update(office=arun.office)
    post(amina, "PRT", level=2)
    delivering.deliver(hook.pk)
    assert told(receiver) == [("message.withheld", 1)]


def test_once_cleared_the_message_itself_is_sent_again_under_its_own_id(
    amina, beatriz, hook, receiver
):
    message = post(amina, "PRT", level=2)
    delivering.deliver(hook.pk)
    row = of(message, hook)
    for clearance, name in ((1, row.pk), (2, message.pk)):
        system(hook, clearance)
        with acting.acting_as(beatriz):
            webhook_calls.ask(hook, by=beatriz, delivery=row)
        webhook_calls.run()
        assert receiver.got[-1].headers["webhook-id"] == str(name)

    assert receiver.got[-1].body == envelope.as_bytes(of(message, hook))
    assert of(message, hook).withheld_at is None


def test_the_mailbox_tells_that_a_message_waits_in_its_place(amina, lisbon):
    caller = systems.calling(system(lisbon, 1))
    posted = [post(amina, "PRT", level=level) for level in (1, 2, 1)]
    deliver_all()

    found = mailbox(caller)

    assert [row["type"] for row in found] == ["test.said", "message.withheld", "test.said"]
    assert found[1]["data"] == {"message": str(posted[1].pk)}
    assert "of the content" not in json.dumps(found[1])
    receipts = caller.get("/api/v1/mailbox/").json()["receipts"]
    assert set(receipts) == {str(posted[0].pk), str(posted[2].pk)}
    ids = {"ids": [row["id"] for row in found]}
    assert caller.post("/api/v1/mailbox/acks/", ids, format="json").json() == {"confirmed": 3}
    assert mailbox(caller) == []
    assert of(posted[1], lisbon).withheld_at


def test_a_system_below_another_is_told_nothing_and_takes_nothing_from_it(amina, lisbon):
    low, high = (systems.calling(system(lisbon, clearance)) for clearance in (1, 2))
    message = post(amina, "PRT", level=2)
    deliver_all()

    assert mailbox(low) == []
    everything = {"lane": "NORMAL", "up_to": 10_000}
    low.post("/api/v1/mailbox/acks/", everything, format="json")
    assert [row["id"] for row in mailbox(high)] == [str(message.pk)]
    assert of(message, lisbon).withheld_at is None


def test_both_sides_read_that_only_a_notice_left(amina, beatriz, hook, receiver, signed_in):
    row = sent(amina, "PRT", classification=2)
    deliver_all()

    address = f"/requests/{row.reference}/"
    page = browsing.with_reason(signed_in(amina), address, "Follow-up").get(address)
    assert "was told only that a message waits in the browser" in page.text
    assert "system stored it" not in page.text
    head = signed_in(beatriz).get("/offices/PRT/delivery").text
    assert "Wait in the browser only" in head and "Notice only" in head
    assert Delivery.objects.get().status == "DELIVERED"
