"""Taking messages back before they are delivered."""

import pytest

from kernel import acting
from kernel.ids import new_id
from ledger.delivery import delivering, outbox, receipts
from ledger.models import Delivery, Destination
from tests.ledger.messages import arrived, of, post

pytestmark = pytest.mark.django_db
Status = Delivery.Status


def test_what_is_taken_back_before_delivery_vanishes(amina, lisbon):
    thread = new_id()
    message = post(amina, "PRT", "BRA", thread=thread)
    brasilia = Destination.objects.get(office__code="BRA")
    delivering.deliver(brasilia.pk)

    with acting.acting_as(amina):
        spared = outbox.take_back(thread, [lisbon.office, brasilia.office])

    assert spared == {lisbon.office_id}
    assert delivering.deliver(lisbon.pk) == 0
    assert of(message, lisbon).status == Status.RECALLED
    assert of(message, brasilia).status == Status.DELIVERED


def test_a_dead_letter_is_taken_back_too_so_that_nothing_waits_behind_it(amina, lisbon, effects):
    def refuse(row):
        raise receipts.ArrivalRefused("No.")

    effects.on_arrival("test.poison", refuse)
    thread = new_id()
    post(amina, "PRT", type="test.poison", thread=thread)
    delivering.deliver(lisbon.pk)

    with acting.acting_as(amina):
        assert outbox.take_back(thread, [lisbon.office]) == {lisbon.office_id}
    after = post(amina, "PRT", thread=thread)
    delivering.deliver(lisbon.pk)

    assert arrived(lisbon) == [after.pk]


def test_whoever_got_the_first_message_is_not_spared_when_a_follow_up_is_taken_back(amina, lisbon):
    thread = new_id()
    post(amina, "PRT", thread=thread)
    delivering.deliver(lisbon.pk)
    post(amina, "PRT", thread=thread)

    with acting.acting_as(amina):
        assert outbox.take_back(thread, [lisbon.office]) == set()


def test_a_message_recalled_under_the_hands_of_a_worker_lets_the_next_one_pass(amina, lisbon):
    thread = new_id()
    post(amina, "PRT", thread=thread)
    after = post(amina, "PRT")

    def recalled_meanwhile(batch):
        outbox.take_back(thread, [lisbon.office])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivering.receipts, "lock", recalled_meanwhile)
        assert delivering.deliver(lisbon.pk) == 1

    assert arrived(lisbon) == [after.pk]
