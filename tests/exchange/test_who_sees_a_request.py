"""Who sees a request, and from when on."""

import pytest

from exchange.models import Request, RequestRecipient
from tests.exchange.conftest import deliver_all, draft, sent

pytestmark = pytest.mark.django_db


def test_a_draft_is_seen_by_the_own_office_only(amina, otieno, pierre):
    request = draft(amina, "PRT", "BRA")

    assert Request.objects.visible_to(otieno).get() == request
    assert not Request.objects.visible_to(pierre).exists()


def test_a_recipient_sees_nothing_before_it_is_delivered(amina, pierre, joana, arun):
    request = sent(amina, "PRT", "BRA")
    assert not Request.objects.visible_to(pierre).exists()
    assert not RequestRecipient.objects.visible_to(pierre).exists()

    assert deliver_all() == 2

    assert Request.objects.visible_to(pierre).get() == request
    assert Request.objects.visible_to(joana).get() == request
    assert not Request.objects.visible_to(arun).exists()


def test_a_recipient_sees_its_own_side_only(amina, pierre):
    sent(amina, "PRT", "BRA")
    deliver_all()

    assert [row.office.code for row in RequestRecipient.objects.visible_to(pierre)] == ["PRT"]
    assert RequestRecipient.objects.visible_to(amina).count() == 2


def test_who_lacks_the_clearance_sees_nothing(amina, okello):
    draft(amina, "PRT", classification=1)
    assert not Request.objects.visible_to(okello).exists()


def test_an_administrator_of_the_secretariat_sees_no_request(amina, adler, sato):
    sent(amina, "AGY")
    deliver_all()
    assert Request.objects.visible_to(sato).exists()
    assert not Request.objects.visible_to(adler).exists()
