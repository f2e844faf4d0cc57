"""Somebody who writes to the table exchanges the sealed private keys of offices."""

import logging

import pytest

from central_offices.models import CentralOffice, OfficeKey
from exchange.models import Request
from kernel import sealing
from ledger.models import Message
from tests import systems
from tests.exchange.test_api import WORDS

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/requests/"


def held(code: str) -> OfficeKey:
    return OfficeKey.objects.get(office__code=code, held_by="SYSTEM")


def put(row: OfficeKey, sealed: bytes) -> None:
    OfficeKey.objects.filter(pk=row.pk).update(sealed_private=sealed)


def test_nothing_is_signed_with_a_key_that_is_not_the_one_of_its_row(caplog):
    brasilia, nairobi = held("BRA"), held("KEN")
    system = systems.calling(systems.register(CentralOffice.objects.get(code="BRA")))
    whole = bytes(brasilia.sealed_private)
    own = f"central_offices_officekey.sealed_private.{brasilia.pk}"
    wrong = [
        bytes(nairobi.sealed_private),
        whole[:-1],
        whole[:-1] + bytes([whole[-1] ^ 1]),
        b"x",
        b"0" * 60,
        sealing.seal(b"k" * 32, own),
        sealing.seal(b"k" * 31, own),
        sealing.seal(b"", own),
        sealing.seal(b"k" * 32, "central_offices_officekey.sealed_private"),
    ]
    for sealed in wrong:
        put(brasilia, sealed)
        caplog.clear()
        reply = system.post(ADDRESS, WORDS)
        assert (reply.status_code, reply.json()["code"]) == (503, "unavailable"), sealed[:8]
        assert "renew the key" in reply.json()["detail"]
        (alarm,) = [row for row in caplog.records if row.levelno == logging.CRITICAL]
        assert brasilia.kid in alarm.getMessage() and "BRA" in alarm.getMessage()
        assert not Request.objects.exists() and not Message.objects.exists()
    put(brasilia, whole)
    assert system.post(ADDRESS, WORDS).status_code == 201
