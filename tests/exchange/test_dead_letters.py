"""Dead letters: shown with their reason, and sent again."""

import pytest

from ledger.delivery import receipts
from ledger.models import Delivery
from tests.exchange.conftest import deliver_all, recipient, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead(amina, monkeypatch):
    """A request of Nairobi's that Lisbon's inbox cannot take."""

    def refuse(batch):
        raise receipts.ArrivalRefused("The message names no request.")

    request = sent(amina, "PRT")
    with monkeypatch.context() as patch:
        patch.setitem(receipts._arrivals_of_many, "request.sent", refuse)
        deliver_all()
    return request


def test_a_dead_letter_is_shown_with_its_reason_and_sent_again(
    dead, amina, wanjiku, pierre, signed_in
):
    assert recipient(dead, "PRT").status == "UNDELIVERABLE"
    page = signed_in(amina).get(f"/requests/{dead}/").content.decode()
    assert "The message names no request." in page and "Send again" in page
    head = signed_in(wanjiku)
    assert str(dead) in head.get("/dead-letters").content.decode()

    letter = Delivery.objects.get()
    head.post(f"/dead-letters/{letter.pk}/resend")
    assert recipient(dead, "PRT").status == "QUEUED"
    assert deliver_all() == 1
    assert recipient(dead, "PRT").status == "DELIVERED"
    assert Delivery.objects.get().seq == letter.seq


def test_an_administrator_sends_again_without_seeing_whose_it_is(dead, adler, signed_in):
    browser = signed_in(adler)
    page = browser.get("/dead-letters").content.decode()
    assert "The message names no request." in page and str(dead) not in page
    browser.post(f"/dead-letters/{Delivery.objects.get().pk}/resend")
    assert recipient(dead, "PRT").status == "QUEUED"


@pytest.mark.parametrize("name", ["pierre", "arun", "auditor"])
def test_nobody_else_sees_or_resends_a_dead_letter(dead, name, request, signed_in):
    browser = signed_in(request.getfixturevalue(name))
    assert "The message names no request." not in browser.get("/dead-letters").content.decode()
    reply = browser.post(f"/dead-letters/{Delivery.objects.get().pk}/resend")
    assert reply.status_code == 404
    assert recipient(dead, "PRT").status == "UNDELIVERABLE"
