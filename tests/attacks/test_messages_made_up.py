"""Somebody writes a message by SQL as the application: no office is handed what nobody signed."""

import json

import pytest
from django.db import connection

from central_offices.models import CentralOffice
from ledger import mailbox
from ledger.models import Delivery, InboxMessage, Message
from tests import systems
from tests.attacks.acts import arrived
from tests.exchange.conftest import deliver_all, sent

pytestmark = pytest.mark.django_db
COPIED = """
WITH made AS (
  INSERT INTO ledger_message SELECT m.* FROM ledger_message o, jsonb_populate_record(
    NULL::ledger_message, to_jsonb(o) || jsonb_build_object('id', gen_random_uuid()) || %s) AS m
  WHERE o.id = %s RETURNING id)
INSERT INTO ledger_delivery SELECT d.* FROM made, ledger_delivery o, jsonb_populate_record(
  NULL::ledger_delivery, to_jsonb(o) || jsonb_build_object('id', gen_random_uuid(),
    'message_id', made.id, 'thread', gen_random_uuid(), 'seq', o.seq + %s, 'place', o.place + %s,
    'arrival', nextval('ledger_arrival')) || %s) AS d
WHERE o.message_id = %s
"""
MADE_UP = {
    "nobody signed it": {"signature": None},
    "it bears the signature of another": {"data": {"ask": "Arrest her."}},
    "its signature is nonsense": {"signature": {"jws": "a.b.c", "kid": "x", "held_by": "SYSTEM"}},
}


def written(original: Message, message: dict, delivery: dict) -> None:
    number = 100 + Delivery.objects.count()
    values = [json.dumps(message), original.pk, number, number, json.dumps(delivery), original.pk]
    with connection.cursor() as cursor:
        cursor.execute(COPIED, values)
        assert cursor.rowcount


def test_what_nobody_signed_is_delivered_to_nobody(amina):
    sent(amina, "PRT")
    deliver_all()
    original = Message.objects.get(type="request.sent")
    queued = {"status": "QUEUED", "delivered_at": None, "arrival": None}
    for message in MADE_UP.values():
        written(original, message, queued)
    deliver_all()

    assert arrived("request.sent") == 1
    dead = Delivery.objects.filter(status="DEAD")
    assert len(dead) == len(MADE_UP)
    assert {"not what its sender signed" in row.last_error for row in dead} == {True}


def test_the_mailbox_hands_out_what_the_secretariat_receipted_and_nothing_else(amina):
    sent(amina, "PRT")
    deliver_all()
    original, lisbon = (
        Message.objects.get(type="request.sent"),
        systems.register(CentralOffice.objects.get(code="PRT")).officer,
    )
    taken, _more = mailbox.take(lisbon, limit=10)
    assert [row.message_id for row in taken] == [original.pk]
    for message in MADE_UP.values():
        written(original, message, {"status": "DELIVERED"})
    for made in Message.objects.exclude(pk=original.pk).filter(type="request.sent"):
        copied = InboxMessage.objects.get(message_id=original.pk)
        copied.pk, copied.message_id = None, made.pk
        copied.save(force_insert=True)

    taken, _more = mailbox.take(lisbon, limit=10)
    assert [row.message_id for row in taken] == [original.pk]

    Message.objects.filter(pk=original.pk).update(data={"ask": "Arrest her."})
    assert mailbox.take(lisbon, limit=10)[0] == []
