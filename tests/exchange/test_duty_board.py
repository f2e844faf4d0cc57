"""The duty board, offices out of reach, and dead letters."""

from datetime import timedelta

import pytest
from django.utils import timezone

from exchange import board
from exchange.models import RequestRecipient
from ledger import receipts
from ledger.models import Delivery, Destination
from tests.exchange.conftest import deliver_all, sent, side

pytestmark = pytest.mark.django_db


def left(request, **time) -> None:
    due = timezone.now() + timedelta(**time)
    RequestRecipient.objects.filter(request=request).update(next_due=due)


def test_the_board_is_sorted_into_groups_by_the_time_left(amina, pierre):
    rows = [sent(amina, "PRT", title=str(n)) for n in range(4)]
    deliver_all()
    times = [{"hours": 5}, {"minutes": -5}, {"minutes": 30}, {"days": 3}]
    for row, time in zip(rows, times, strict=True):
        left(row, **time)

    groups = {group.key: [s.request.title for s in group.rows] for group in board.groups(pierre)}

    assert groups == {"over": ["1"], "hour": ["2"], "today": ["0"], "later": ["3"]}
    assert board.figures(board.groups(pierre)) == {"over": 1, "hour": 1, "new": 4}


def test_the_board_shows_the_own_office_only(amina, pierre, joana):
    sent(amina, "PRT")
    deliver_all()
    assert board.groups(pierre) and not board.groups(joana) and not board.groups(amina)


def test_one_key_acknowledges_and_leads_back_to_the_board(amina, pierre, signed_in):
    request = sent(amina, "PRT")
    deliver_all()
    browser = signed_in(pierre)
    page = browser.get("/duty").content.decode()
    assert 'data-key="a"' in page and 'data-key="t"' in page

    reply = browser.post(f"/requests/{request}/offices/PRT/acknowledge", {"next": "/duty"})

    assert reply.url == "/duty"
    assert 'data-key="a"' not in browser.get("/duty").content.decode()


def test_it_leads_back_to_no_other_site(amina, pierre, signed_in):
    request = sent(amina, "PRT")
    deliver_all()
    reply = signed_in(pierre).post(
        f"/requests/{request}/offices/PRT/acknowledge", {"next": "https://evil.example/"}
    )
    assert reply.url == f"/requests/{request}/"


def test_an_office_out_of_reach_is_shown_to_whom_it_concerns(amina, pierre, arun, signed_in):
    Destination.objects.filter(office__code="PRT").update(paused_at=timezone.now())
    request = sent(amina, "PRT")
    deliver_all()

    assert [row.office.code for row in board.out_of_reach(amina)] == ["PRT"]
    assert board.out_of_reach(arun) == []
    assert "is paused since" in signed_in(amina).get("/duty").content.decode()
    page = signed_in(amina).get(f"/requests/{request}/").content.decode()
    assert "The office is paused. What is meant for it waits and arrives once." in page

    Destination.objects.filter(office__code="PRT").update(paused_at=None)
    assert deliver_all() == 1
    assert board.out_of_reach(amina) == []


@pytest.fixture
def dead(amina, monkeypatch):
    """A request of Nairobi's that Lisbon's inbox cannot take."""

    def refuse(batch):
        raise receipts.Poison("The message names no request.")

    request = sent(amina, "PRT")
    with monkeypatch.context() as patch:
        patch.setitem(receipts._arrivals_of_many, "request.sent", refuse)
        deliver_all()
    return request


def test_a_dead_letter_is_shown_with_its_reason_and_sent_again(
    dead, amina, wanjiku, pierre, signed_in
):
    assert side(dead, "PRT").status == "UNDELIVERABLE"
    page = signed_in(amina).get(f"/requests/{dead}/").content.decode()
    assert "The message names no request." in page and "Send again" in page
    head = signed_in(wanjiku)
    assert str(dead) in head.get("/dead-letters").content.decode()

    letter = Delivery.objects.get()
    head.post(f"/dead-letters/{letter.pk}/resend")
    assert side(dead, "PRT").status == "QUEUED"
    assert deliver_all() == 1
    assert side(dead, "PRT").status == "DELIVERED"
    assert Delivery.objects.get().seq == letter.seq


def test_an_administrator_sends_again_without_seeing_whose_it_is(dead, adler, signed_in):
    browser = signed_in(adler)
    page = browser.get("/dead-letters").content.decode()
    assert "The message names no request." in page and str(dead) not in page
    browser.post(f"/dead-letters/{Delivery.objects.get().pk}/resend")
    assert side(dead, "PRT").status == "QUEUED"


@pytest.mark.parametrize("name", ["pierre", "arun", "auditor"])
def test_nobody_else_sees_or_resends_a_dead_letter(dead, name, request, signed_in):
    browser = signed_in(request.getfixturevalue(name))
    assert "The message names no request." not in browser.get("/dead-letters").content.decode()
    reply = browser.post(f"/dead-letters/{Delivery.objects.get().pk}/resend")
    assert reply.status_code == 404
    assert side(dead, "PRT").status == "UNDELIVERABLE"
