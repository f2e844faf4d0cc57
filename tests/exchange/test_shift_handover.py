"""The change of a shift: who writes, who takes over, what is listed, who never sees it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from central_offices.rosters import planning
from exchange.conversation import answering
from exchange.desk import shift_handover
from exchange.models import ShiftHandover
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Event
from tests import world
from tests.exchange.conftest import deliver_all, recipient, sent
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_one(amina):
    request = sent(amina, "PRT", title="A canoe")
    deliver_all()
    return request


@pytest.fixture
def note(open_one, pierre):
    """Pierre, duty officer in Lisbon, leaves."""
    return shift_handover.write("Ring Nairobi at six.", by=pierre, classification=1)


def test_the_note_lists_what_was_open_then_and_says_how_it_is_now(note, open_one, pierre, beatriz):
    answering.acknowledge(recipient(open_one, "PRT"), by=beatriz)

    (item,) = shift_handover.items(beatriz, note)

    assert item.recipient.request == open_one
    assert (item.status, item.recipient.status) == ("Delivered", "ACKNOWLEDGED")
    event = Event.objects.get(verb="shifthandover.write")
    assert (event.actor, event.data["open"]) == (pierre, 1) and "Nairobi" not in str(event.data)


def test_the_next_officer_takes_over_once(note, pierre, beatriz):
    shift_handover.acknowledge(note, by=beatriz)
    assert (note.status, note.acknowledged_by) == ("ACKNOWLEDGED", beatriz)
    assert Event.objects.get(verb="shifthandover.acknowledge").actor == beatriz
    with pytest.raises(WrongState):
        shift_handover.acknowledge(note, by=beatriz)


def test_nobody_takes_over_from_oneself_nor_from_another_office(note, pierre, wanjiku, amina):
    for other in (pierre, wanjiku, amina):
        with pytest.raises(NotPermitted):
            shift_handover.acknowledge(note, by=other)


@pytest.mark.parametrize("name", ["amina", "joana", "sato", "adler", "auditor"])
def test_who_stands_no_duty_writes_no_note(name, request, signed_in):
    officer = request.getfixturevalue(name)
    with pytest.raises(NotPermitted):
        shift_handover.write("Hello", by=officer, classification=0)
    assert signed_in(officer).get("/duty/shift-handovers/new").status_code == 403


def test_who_is_on_the_roster_now_stands_duty(amina, wanjiku, otieno):
    now = timezone.now()
    times = [(now - timedelta(hours=8), now + timedelta(minutes=5))]
    office = amina.office
    planning.plan(office, by=wanjiku, officer=amina, times=times, phone="1")

    row = shift_handover.write("All quiet.", by=amina, classification=0)

    assert shift_handover.takes_over(wanjiku, row) and not shift_handover.takes_over(otieno, row)


@pytest.mark.parametrize("name", ["amina", "wanjiku", "joana", "adler", "auditor"])
def test_it_is_seen_by_the_own_office_only(note, name, request, signed_in):
    browser = signed_in(request.getfixturevalue(name))
    assert browser.get(f"/duty/shift-handovers/{note.pk}/").status_code == 404
    assert browser.post(f"/duty/shift-handovers/{note.pk}/take-over").status_code == 404
    assert "Ring Nairobi" not in browser.get("/duty/shift-handovers/").content.decode()


def test_a_note_and_its_items_keep_their_levels(amina, pierre, beatriz, signed_in):
    sent(amina, "PRT", title="Secret", classification=2)
    deliver_all()
    low = shift_handover.write("All quiet.", by=pierre, classification=0)
    high = shift_handover.write("A secret.", by=pierre, classification=2)
    beatriz.clearance = 1
    with by_the_owner():
        beatriz.save()

    assert shift_handover.items(beatriz, low) == [] and len(shift_handover.items(pierre, low)) == 1
    assert not ShiftHandover.objects.visible_to(beatriz).filter(pk=high.pk).exists()
    with pytest.raises(NotPermitted):
        shift_handover.acknowledge(high, by=beatriz)


def test_a_note_says_something_at_a_level_that_its_writer_is_cleared_for(pierre):
    with pytest.raises(NotReady, match="Write what the next officer"):
        shift_handover.write(" ", by=pierre, classification=0)
    pierre.clearance = 1
    with pytest.raises(NotReady, match="not cleared"):
        shift_handover.write("Hello", by=pierre, classification=2)


def test_in_the_browser_from_the_board_and_back(open_one, pierre, beatriz, signed_in):
    leaving, coming = signed_in(pierre), signed_in(beatriz)
    assert "Hand over shift" in leaving.get("/duty").content.decode()
    form = leaving.get("/duty/shift-handovers/new").content.decode()
    assert "A canoe" in form
    once = form.split('name="once" value="')[1].split('"')[0]
    given = {"once": once, "text": "Ring <b>Nairobi</b>.", "classification": "1"}
    to = {leaving.post("/duty/shift-handovers/new", given).url for _twice in range(2)}
    assert len(to) == 1 and ShiftHandover.objects.count() == 1
    address = to.pop()

    page = coming.get("/duty").content.decode()
    assert "Pierre has left a note" in page and address in page
    page = coming.get(address).content.decode()
    assert "Ring &lt;b&gt;Nairobi" in page and "Take over" in page and "A canoe" in page
    assert coming.post(f"{address}take-over").url == "/duty"

    assert "has left a note" not in coming.get("/duty").content.decode()
    assert "taken over by Beatriz" in leaving.get(address).content.decode()
    assert "Ring &lt;b&gt;" in leaving.get("/duty/shift-handovers/").content.decode()


def test_a_refused_form_keeps_what_was_typed(pierre, signed_in):
    given = {"text": "Half a sentence", "classification": "9"}
    page = signed_in(pierre).post("/duty/shift-handovers/new", given).content.decode()
    assert "Half a sentence" in page and "This cannot be saved yet" in page


def test_the_wall_shows_references_and_time_left_and_no_more(open_one, amina, pierre, signed_in):
    sent(amina, "PRT", title="Secret", classification=2)
    deliver_all()
    secret = "R-KEN-2026-000002"
    answering.assign(recipient(open_one, "PRT"), by=pierre)

    reply = signed_in(pierre).get("/duty/wall")
    page = reply.content.decode()

    assert str(open_one) in page and "left" in page and "Taken by an officer" in page
    for hidden in ("A canoe", "Pierre", "Amina", secret, "<script"):
        assert hidden not in page
    assert reply.headers["Refresh"] == "20"
    assert "Refresh" not in signed_in(pierre).get("/duty/wall?still").headers


def test_the_wall_keeps_no_session_alive(pierre, signed_in):
    browser = signed_in(pierre)
    browser.get("/duty")
    session = browser.session
    session["seen"] -= 200
    session.save()
    browser.get("/duty/wall")
    assert browser.session["seen"] == session["seen"]


def test_two_notes_wait_until_each_is_taken_over(pierre, beatriz):
    first = shift_handover.write("One", by=pierre, classification=0)
    shift_handover.write("Two", by=beatriz, classification=0)
    assert shift_handover.waiting(beatriz) == first
    assert shift_handover.waiting(world.officer("amina")) is None
