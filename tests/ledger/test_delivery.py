"""Delivery: in order, once, and nothing lost; tried without exchange, on messages of no kind."""

import pytest

from kernel import acting
from kernel.ids import new_id
from ledger import events
from ledger.delivery import delivering, leases, outbox, receipts
from ledger.models import Attempt, Delivery, Destination, Event, Message
from tests.ledger.messages import arrived, of, post

pytestmark = pytest.mark.django_db
Status = Delivery.Status


def test_messages_arrive_in_the_order_in_which_they_were_posted(amina, lisbon):
    posted = [post(amina, "PRT").pk for _ in range(45)]

    assert delivering.deliver(lisbon.pk) == 45

    assert arrived(lisbon) == posted


def test_urgent_messages_go_first(amina, lisbon):
    slow = post(amina, "PRT")
    fast = post(amina, "PRT", urgent=True)

    delivering.deliver(lisbon.pk)

    assert arrived(lisbon) == [fast.pk, slow.pk]


def test_a_follow_up_never_overtakes_its_own_thread_even_when_urgent(amina, lisbon):
    thread = new_id()
    first = post(amina, "PRT", thread=thread)
    follow_up = post(amina, "PRT", thread=thread, urgent=True)

    delivering.deliver(lisbon.pk)

    assert arrived(lisbon) == [first.pk, follow_up.pk]


def test_a_message_is_delivered_once_however_often_the_work_is_done(amina, lisbon):
    post(amina, "PRT")
    assert [delivering.deliver(lisbon.pk) for _ in range(3)] == [1, 0, 0]


def test_a_poisonous_message_becomes_a_dead_letter_and_lets_the_others_pass(amina, lisbon, effects):
    def refuse(row):
        raise receipts.ArrivalRefused("It names no request.")

    effects.on_arrival("test.poison", refuse)
    dead = post(amina, "PRT", type="test.poison")
    after = post(amina, "PRT")

    delivering.deliver(lisbon.pk)

    assert arrived(lisbon) == [after.pk]
    assert of(dead, lisbon).status == Status.DEAD
    assert of(dead, lisbon).last_error == "It names no request."
    assert Attempt.objects.get().error == "It names no request."


def test_a_dead_letter_holds_back_its_own_thread_only(amina, lisbon, effects):
    def refuse(row):
        raise receipts.ArrivalRefused("No.")

    effects.on_arrival("test.poison", refuse)
    thread = new_id()
    dead = post(amina, "PRT", type="test.poison", thread=thread)
    held = post(amina, "PRT", thread=thread)
    other = post(amina, "PRT")

    delivering.deliver(lisbon.pk)
    assert arrived(lisbon) == [other.pk]

    effects.on_arrival("test.poison", lambda row: None)
    with acting.acting_as(amina):
        outbox.resend(of(dead, lisbon))
    delivering.deliver(lisbon.pk)
    assert arrived(lisbon) == [other.pk, dead.pk, held.pk]
    assert of(dead, lisbon).seq == 1


def test_whoever_must_know_is_told_of_a_dead_letter(amina, lisbon, effects):
    told = []

    def refuse(row):
        raise receipts.ArrivalRefused("No.")

    effects.on_arrival("test.poison", refuse)
    effects.on_dead("test.poison", told.append)
    dead = post(amina, "PRT", type="test.poison")

    delivering.deliver(lisbon.pk)

    assert [row.message_id for row in told] == [dead.pk]


def test_what_fails_by_surprise_stops_the_office_and_is_tried_again_later(amina, lisbon, effects):
    def fail(row):
        raise RuntimeError("a bug")

    effects.on_arrival("test.bug", fail)
    first = post(amina, "PRT", type="test.bug")
    post(amina, "PRT")

    assert delivering.deliver(lisbon.pk) == 0

    lisbon.refresh_from_db()
    assert lisbon.next_attempt_at is not None and lisbon.lease_token is None
    assert of(first, lisbon).last_error == "RuntimeError while the message was stored"


def test_after_many_surprises_it_is_a_dead_letter(amina, lisbon, effects):
    def fail(row):
        raise RuntimeError

    effects.on_arrival("test.bug", fail)
    message = post(amina, "PRT", type="test.bug")
    after = post(amina, "PRT")

    for _ in range(delivering.LAST_ATTEMPT):
        Destination.objects.filter(pk=lisbon.pk).update(next_attempt_at=None)
        delivering.deliver(lisbon.pk)
    Destination.objects.filter(pk=lisbon.pk).update(next_attempt_at=None)
    delivering.deliver(lisbon.pk)

    assert of(message, lisbon).status == Status.DEAD
    assert Attempt.objects.count() == delivering.LAST_ATTEMPT
    assert arrived(lisbon) == [after.pk]


def test_an_effect_that_fails_leaves_nothing_behind(amina, lisbon, effects):
    def half(row):
        Destination.objects.filter(pk=lisbon.pk).update(url="https://half.example/")
        raise RuntimeError

    effects.on_arrival("test.half", half)
    message = post(amina, "PRT", type="test.half")

    delivering.deliver(lisbon.pk)

    lisbon.refresh_from_db()
    assert (lisbon.url, of(message, lisbon).status) == ("", Status.QUEUED)
    assert of(message, lisbon).attempts == 1


def test_what_an_effect_that_fails_wrote_down_and_posted_is_gone_too(amina, lisbon, effects):
    def half(row):
        with acting.acting_as(acting.PUBLIC):
            events.record("test.half", by=amina, step=True)
            post(amina, "BRA")
        raise RuntimeError

    effects.on_arrival("test.half", half)
    post(amina, "PRT", type="test.half")

    delivering.deliver(lisbon.pk)

    assert not Event.objects.filter(verb="test.half").exists()
    assert Message.objects.count() == 1


def test_one_bad_message_among_many_spoils_only_itself(amina, lisbon, effects):
    seen = []

    def bad_ones_fail(batch):
        if any(row.message_id == bad.pk for row in batch):
            raise receipts.ArrivalRefused("This one.")
        seen.extend(row.message_id for row in batch)

    effects.on_arrival("test.many", many=bad_ones_fail)
    first = post(amina, "PRT", "BRA", type="test.many")
    bad = post(amina, "PRT", type="test.many")
    last = post(amina, "PRT", type="test.many")
    brasilia = Destination.objects.get(office__code="BRA")

    assert delivering.deliver(lisbon.pk, brasilia.pk) == 3

    assert arrived(lisbon) == [first.pk, last.pk] and arrived(brasilia) == [first.pk]
    assert of(bad, lisbon).status == Status.DEAD


def test_one_office_with_a_long_queue_does_not_keep_the_others_waiting(amina, lisbon):
    for _ in range(120):
        post(amina, "PRT")
    message = post(amina, "BRA")
    brasilia = Destination.objects.get(office__code="BRA")

    batch = delivering._next({lisbon.pk, brasilia.pk})

    assert of(message, brasilia) in batch


def test_a_worker_that_lost_its_lease_stores_nothing(amina, lisbon, effects):
    def somebody_else_takes_over(batch):
        Destination.objects.filter(pk=lisbon.pk).update(lease_token=new_id())

    message = post(amina, "PRT")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivering.receipts, "lock", somebody_else_takes_over)
        assert delivering.deliver(lisbon.pk) == 0

    assert of(message, lisbon).status == Status.QUEUED


def test_while_another_worker_holds_the_lease_nothing_is_done(amina, lisbon):
    post(amina, "PRT")
    token = new_id()
    assert leases.take({lisbon.pk}, token, webhooks=False) == {lisbon.pk}
    assert delivering.deliver(lisbon.pk) == 0

    leases.release(token)
    assert delivering.deliver(lisbon.pk) == 1


def test_a_paused_office_gets_what_is_urgent_but_past_nothing_of_its_thread(amina, lisbon):
    Destination.objects.filter(pk=lisbon.pk).update(paused_at="2026-01-01T00:00Z")
    slow = post(amina, "PRT")
    follows = post(amina, "PRT", thread=slow.thread, urgent=True)
    assert delivering.due_destinations() == [] and delivering.deliver(lisbon.pk) == 0

    flash = post(amina, "PRT", urgent=True)
    assert delivering.due_destinations() == [lisbon.pk]
    assert delivering.deliver(lisbon.pk) == 1
    assert arrived(lisbon) == [flash.pk]
    assert {of(row, lisbon).status for row in (slow, follows)} == {"QUEUED"}


def test_a_paused_office_gets_nothing_else_until_the_pause_ends(amina, lisbon):
    Destination.objects.filter(pk=lisbon.pk).update(paused_at="2026-01-01T00:00Z")
    post(amina, "PRT")
    assert delivering.due_destinations() == []
    assert delivering.deliver(lisbon.pk) == 0

    Destination.objects.filter(pk=lisbon.pk).update(paused_at=None)
    assert delivering.due_destinations() == [lisbon.pk]
    assert delivering.deliver(lisbon.pk) == 1


def test_numbers_have_no_gaps_where_a_transaction_was_rolled_back(amina, lisbon):
    post(amina, "PRT")
    with pytest.raises(ValueError), acting.acting_as(amina):
        outbox.post("test.said", thread=new_id(), sender=amina.office, to=[lisbon.office], data={})
        raise ValueError
    post(amina, "PRT")

    assert list(Delivery.objects.order_by("seq").values_list("seq", "place")) == [(1, 1), (2, 2)]
