"""The duty board: groups by the time left, its steps, its news, and offices out of reach."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from exchange.delivery import unreachable
from exchange.desk import board, board_steps
from exchange.desk.board import Facets
from exchange.models import RequestRecipient
from kernel.errors import NotPermitted, WrongState
from ledger.models import Destination, Event
from tests.exchange.conftest import deliver_all, recipient, sent
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


def left(request, **time) -> None:
    due = timezone.now() + timedelta(**time)
    RequestRecipient.objects.filter(request=request).update(next_due=due)


def groups(officer, **facets) -> dict[str, list[str]]:
    found = board.read(officer, Facets(**facets)).groups
    return {group.key: [row.request.title for row in group.rows] for group in found}


@pytest.fixture
def one(amina):
    """A request of Nairobi's that was delivered to Lisbon."""
    request = sent(amina, "PRT", title="A canoe")
    deliver_all()
    return request


def test_the_board_is_sorted_into_groups_by_the_time_left(amina, pierre):
    rows = [sent(amina, "PRT", title=str(n)) for n in range(4)]
    deliver_all()
    times = [{"hours": 5}, {"minutes": -5}, {"minutes": 30}, {"days": 3}]
    for row, time in zip(rows, times, strict=True):
        left(row, **time)

    assert groups(pierre) == {"over": ["1"], "hour": ["2"], "today": ["0"], "later": ["3"]}
    figures = board.read(pierre).figures
    assert (figures["over"], figures["hour"], figures["new"], figures["total"]) == (1, 1, 4, 4)


def test_the_board_shows_the_own_office_only(one, amina, pierre, joana, adler, auditor):
    assert board.read(pierre).groups
    for other in (joana, amina, adler, auditor):
        assert not board.read(other).groups
        assert board.read(other).figures["total"] == 0


def test_what_is_above_the_clearance_is_neither_shown_nor_counted(amina, pierre):
    sent(amina, "PRT", title="Secret", classification=2)
    deliver_all()
    assert groups(pierre) != {}
    pierre.clearance = 1
    assert groups(pierre) == {} and board.read(pierre).figures["total"] == 0


def test_it_can_be_narrowed_to_an_urgency_and_to_whose_desk_it_is(amina, pierre):
    mine = sent(amina, "PRT", title="Mine")
    sent(amina, "PRT", title="Fast", urgency="URGENT", necessity="It sails at noon.")
    deliver_all()
    board_steps.BUTTONS["take"].verb(recipient(mine, "PRT"), by=pierre)

    def titles(**facets):
        return sum(groups(pierre, **facets).values(), [])

    assert titles(urgency="URGENT") == ["Fast"]
    assert titles(desk="MINE") == ["Mine"] and titles(desk="NOBODY") == ["Fast"]


def test_counts_stop_and_rows_are_shown_in_portions(amina, pierre, monkeypatch, signed_in):
    monkeypatch.setattr(board, "MAX_ROWS_COUNTED", 3)
    monkeypatch.setattr(board, "ROWS_SHOWN", 2)
    for number in range(4):
        sent(amina, "PRT", title=str(number))
    deliver_all()

    found = board.read(pierre, Facets(shown=2))

    assert len(found.rows) == 2 and found.figures["total"] == 3 and found.full
    page = signed_in(pierre).get("/duty").content.decode()
    assert "2 of 3 shown" in page and "shown=200" in page


def test_fifty_rows_cost_no_more_queries_than_one(
    one, amina, pierre, signed_in, django_assert_max_num_queries
):
    browser = signed_in(pierre)
    browser.get("/duty")
    with django_assert_max_num_queries(60) as few:
        browser.get("/duty/news")
    for number in range(49):
        sent(amina, "PRT", title=str(number))
    deliver_all()
    with django_assert_max_num_queries(60) as many:
        page = browser.get("/duty/news").content.decode()
    assert page.count('id="row-') == 50
    assert len(many) == len(few)


def test_one_key_acknowledges_and_leads_back_to_the_row(one, pierre, signed_in):
    browser = signed_in(pierre)
    page = browser.get("/duty").content.decode()
    assert 'data-key="a"' in page and 'data-key="t"' in page
    row = recipient(one, "PRT")

    reply = browser.post(f"/duty/{row.pk}/acknowledge?desk=NOBODY")

    assert reply.url == f"/duty?desk=NOBODY#row-{row.pk}"
    page = browser.get("/duty").content.decode()
    assert f"{one}: Acknowledged." in page and 'data-key="a"' not in page


def test_the_script_gets_the_board_with_the_focus_on_the_same_row(one, pierre, signed_in):
    row = recipient(one, "PRT")
    reply = signed_in(pierre).post(f"/duty/{row.pk}/take", headers={"HX-Request": "true"})
    page = reply.content.decode()
    assert reply.status_code == 200 and "<html" not in page
    assert page.count("data-focus") == 1 and f"{one}: It is yours now." in page
    assert 'hx-swap-oob="innerHTML"' in page  # read out without moving the focus


def test_what_was_taken_can_be_put_back(one, pierre, signed_in):
    row, browser = recipient(one, "PRT"), signed_in(pierre)
    browser.post(f"/duty/{row.pk}/take")
    due = recipient(one, "PRT").next_due
    assert 'data-key="u"' in browser.get("/duty").content.decode()

    browser.post(f"/duty/{row.pk}/put-back")

    row.refresh_from_db()
    assert (row.status, row.assigned_to, row.next_due) == ("ACKNOWLEDGED", None, due)
    event = Event.objects.get(verb="requestrecipient.put_back")
    assert (event.actor, event.before, event.after) == (pierre, "ASSIGNED", "ACKNOWLEDGED")


def test_putting_back_is_offered_to_the_holder_only(one, pierre, beatriz):
    board_steps.BUTTONS["take"].verb(recipient(one, "PRT"), by=pierre)
    row = recipient(one, "PRT")
    assert "put-back" in dict(board_steps.offered(pierre, row))
    assert "put-back" not in dict(board_steps.offered(beatriz, row))


def test_escalating_tells_the_head_then_the_secretariat_then_nobody(one, pierre, signed_in):
    browser, row = signed_in(pierre), recipient(one, "PRT")
    for words in ("Head of office", "Head of office · General Secretariat"):
        assert 'data-key="s"' in browser.get("/duty").content.decode()
        page = browser.post(f"/duty/{row.pk}/escalate", follow=True).content.decode()
        assert f"Escalated to: {words}" in page and "The next level was told." in page

    assert 'data-key="s"' not in page
    page = browser.post(f"/duty/{row.pk}/escalate", follow=True).content.decode()
    assert "Everybody has been told already." in page
    assert Event.objects.filter(verb="requestrecipient.escalate").count() == 2


def test_a_button_pressed_twice_climbs_one_rung(one, pierre, signed_in):
    browser, row = signed_in(pierre), recipient(one, "PRT")
    assert 'name="known" value="0"' in browser.get("/duty").content.decode()

    for _twice in range(2):
        page = browser.post(f"/duty/{row.pk}/escalate", {"known": "0"}, follow=True)

    assert "It was escalated a moment ago." in page.content.decode()
    assert 'name="known" value="1"' in page.content.decode()
    assert Event.objects.filter(verb="requestrecipient.escalate").count() == 1


@pytest.mark.parametrize("name", ["amina", "joana", "okello", "sato", "adler", "auditor"])
def test_nobody_else_takes_a_step_on_it(one, name, request, signed_in):
    row, officer = recipient(one, "PRT"), request.getfixturevalue(name)
    for step in board_steps.BUTTONS:
        assert signed_in(officer).post(f"/duty/{row.pk}/{step}").status_code == 404
    with pytest.raises(NotPermitted):
        board_steps.put_back(row, by=officer)
    assert recipient(one, "PRT").status == "DELIVERED"


def test_a_second_time_is_refused_in_words_on_the_board(one, pierre, beatriz, signed_in):
    row = recipient(one, "PRT")
    signed_in(pierre).post(f"/duty/{row.pk}/acknowledge")
    late = signed_in(beatriz)

    page = late.post(f"/duty/{row.pk}/acknowledge", follow=True).content.decode()
    part = late.post(f"/duty/{row.pk}/acknowledge", headers={"HX-Request": "true"})

    words = "Cannot acknowledge: this request is acknowledged."
    assert words in page and words in part.content.decode()
    with pytest.raises(WrongState):
        board_steps.put_back(row, by=pierre)


def test_no_step_by_a_link_and_no_step_of_another_name(one, pierre, signed_in):
    browser, row = signed_in(pierre), recipient(one, "PRT")
    assert browser.get(f"/duty/{row.pk}/acknowledge").status_code == 405
    assert browser.post(f"/duty/{row.pk}/answer").status_code == 404


def test_news_are_short_while_nothing_has_changed(one, amina, pierre, signed_in):
    browser = signed_in(pierre)
    page = browser.get("/duty").content.decode()
    known = page.split("known=")[1].split('"')[0]

    same = browser.get(f"/duty/news?known={known}")
    assert same.status_code == 204 and same.content == b""

    sent(amina, "PRT", title="A raft")
    deliver_all()
    changed = browser.get(f"/duty/news?known={known}")
    assert "A raft" in changed.content.decode() and changed.headers["X-New"] == "2"


def test_asking_for_news_does_not_keep_a_session_alive(one, pierre, signed_in):
    def seen(moved: bool) -> int:
        browser = signed_in(pierre)
        browser.get("/duty")
        session = browser.session
        session["seen"] -= 100
        session.save()
        before = session["seen"]
        browser.get("/duty/news", headers={"X-Active": "1"} if moved else {})
        return browser.session["seen"] - before

    assert seen(moved=False) == 0
    assert seen(moved=True) >= 100


@override_settings(SESSION_IDLE_SECONDS=900)
def test_it_says_how_long_the_session_lasts_and_when_it_has_ended(one, pierre, signed_in):
    browser = signed_in(pierre)
    browser.get("/duty")
    assert 890 <= int(browser.get("/duty/news").headers["X-Session-Left"]) <= 900
    session = browser.session
    session["seen"] -= 1000
    session.save()
    assert browser.get("/duty/news").url.startswith("/accounts/login/")


def test_an_office_out_of_reach_is_shown_with_its_number_and_what_waits(
    amina, pierre, arun, signed_in
):
    Destination.objects.filter(office__code="PRT").update(paused_at=timezone.now())
    pierre.office.emergency_phone = "+351 21 000 00 00"
    with by_the_owner():
        pierre.office.save()
    request = sent(amina, "PRT")
    sent(amina, "PRT", urgency="FLASH", necessity="A life is at risk.")

    (row,) = unreachable.offices(amina)
    assert (row.office.code, row.paused, row.waiting, row.urgent) == ("PRT", True, 2, 1)
    assert [(row.office.code, row.waiting) for row in unreachable.offices(arun)] == [("PRT", 0)]
    page = signed_in(amina).get("/duty").content.decode()
    assert "tel:+351210000000" in page and "1 urgent: telephone" in page
    page = signed_in(amina).get(f"/requests/{request}/").content.decode()
    assert "The office is paused. What is meant for it waits and arrives once." in page

    assert deliver_all() == 1  # what is urgent goes, though it is paused
    (row,) = unreachable.offices(amina)
    assert (row.paused, row.waiting, row.urgent) == (True, 1, 0)

    Destination.objects.filter(office__code="PRT").update(paused_at=None)
    assert deliver_all() == 1
    assert unreachable.offices(amina) == []


def test_an_office_that_does_not_answer_is_shown_with_since_when(amina):
    since = timezone.now() - timedelta(hours=2)
    Destination.objects.filter(office__code="PRT").update(unreachable_since=since)
    (row,) = unreachable.offices(amina)
    assert (row.since, row.paused) == (since, False)
