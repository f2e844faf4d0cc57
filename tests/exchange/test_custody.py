"""Persons held for another country: the alarms of an arrest, its end, and who hears them."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from central_offices import roles
from exchange import upkeep
from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.custody import arrests
from exchange.models import Arrest, Contribution, CustodyAlarm
from exchange.views import my_work
from kernel import acting
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Event, Message
from tests.exchange.conftest import HOW, deliver_all, recipient, sent

pytestmark = pytest.mark.django_db
SECTION = "Persons held while papers are awaited"


def later(**time) -> None:
    """So much time passes for everybody who is held."""
    for model, fields in {
        Arrest: ["arrested_at", "may_end_at", "ends_at", "next_alarm"],
        CustodyAlarm: ["due"],
    }.items():
        model.objects.update(**{field: F(field) - timedelta(**time) for field in fields})


def days(arrest: Arrest) -> list[int]:
    return list(arrest.alarms.order_by("due").values_list("day", flat=True))


def told(officer) -> list[str]:
    return [item.title for item in dict(my_work.sections(officer))[SECTION]]


def test_the_office_that_asked_learns_of_the_arrest_when_it_arrives(asked, pierre, amina):
    row = arrests.report(asked, HOW, by=pierre, arrested_at=timezone.now())

    assert asked.status == "IN_PROGRESS" and asked.acknowledged_by == pierre
    assert row.person == "Ivan"
    assert not Arrest.objects.visible_to(amina).exists()
    message = Message.objects.get(type="request.arrest_reported")
    assert message.data["ends_at"] == row.ends_at.isoformat()
    deliver_all()
    assert Arrest.objects.visible_to(amina).get() == row
    assert Contribution.objects.visible_to(amina).get().kind == "ARREST"


def test_nobody_else_sees_it(held, joana, adler, okello, auditor):
    for officer in (joana, adler, okello, auditor):
        assert not Arrest.objects.visible_to(officer).exists()
        assert not CustodyAlarm.objects.visible_to(officer).exists()
        assert not told(officer)


def test_alarms_are_rung_one_by_one_once_each(held):
    expected = []
    for day in range(1, 40):
        later(days=1)
        upkeep.settle()
        upkeep.settle()
        expected += [day] if day in (10, 15, 18, 30, 38) else []
        assert days(held) == expected
    assert not held.alarms.exclude(missed=[]).exists()


def test_after_an_outage_the_latest_is_rung_and_names_what_was_missed(held, pierre, signed_in):
    later(days=31)
    upkeep.settle()
    upkeep.settle()

    (alarm,) = held.alarms.all()
    assert (alarm.day, alarm.missed) == (30, [10, 15, 18])
    (message,) = Message.objects.filter(type="request.custody_alarm")
    assert message.recipients == ["KEN", "PRT"] and message.data["missed"] == [10, 15, 18]
    assert "Ivan" not in str(message.data)
    assert Event.objects.filter(verb="arrest.ring").count() == 1
    page = signed_in(pierre).get(f"/requests/{held.recipient.request}/").content.decode()
    assert "Day 30." in page and "Not rung in time: day 10, 15, 18." in page


def test_at_40_days_it_is_said_plainly_to_both(held, pierre, amina, signed_in):
    later(days=40)
    upkeep.settle()
    upkeep.settle()

    held.refresh_from_db()
    assert (held.status, days(held), held.next_alarm) == ("TIME_OVER", [40], None)
    message = Message.objects.get(type="request.custody_alarm")
    assert message.lane == "URGENT" and message.data["effect"] == "END"
    for officer in (pierre, amina):
        page = signed_in(officer).get(f"/requests/{held.recipient.request}/").content.decode()
        assert "To be released at the latest" in page
        board = signed_in(officer).get("/duty").content.decode()
        assert "To be released at the latest" in board
        assert told(officer) and "To be released now at the latest" in told(officer)[0]


def test_two_beats_ring_it_once(held):
    later(days=10)
    one, other = Arrest.objects.get(), Arrest.objects.get()
    with acting.by_a_rule("a beat"):
        arrests.ring(one, by=roles.system())
        with pytest.raises(WrongState):
            arrests.ring(other, by=roles.system())
    assert days(held) == [10]


def test_no_pause_stops_the_clock(held, pierre):
    answering.ask(held.recipient, ContributionDraft("Which of two brothers?", "A", "1"), by=pierre)
    later(days=10)
    upkeep.settle()
    assert days(held) == [10]


def test_holder_duty_desk_and_head_of_both_offices_find_it(
    held, pierre, beatriz, amina, wanjiku, mutua, otieno
):
    assert not told(pierre)
    later(days=18)
    upkeep.settle()
    for officer in (pierre, beatriz, amina, wanjiku, mutua):
        assert told(officer) == ["The arrest may be ended: the papers have not arrived"]
    assert not told(otieno), "neither holder nor on duty"


def test_papers_end_the_alarms(held, pierre):
    later(days=20)
    upkeep.settle()
    held.refresh_from_db()
    arrests.receive_papers(held, by=pierre, at=timezone.now())
    later(days=30)
    upkeep.settle()

    held.refresh_from_db()
    assert (held.status, days(held)) == ("PAPERS", [18])
    assert Message.objects.get(type="request.papers_received").recipients == ["KEN"]
    assert not told(pierre)
    arrests.release(held, by=pierre, at=timezone.now())
    assert held.status == "RELEASED"


def test_papers_after_the_last_day_hold_nobody(held, pierre):
    later(days=41)
    upkeep.settle()
    held.refresh_from_db()
    with pytest.raises(NotReady, match="too late"):
        arrests.receive_papers(held, by=pierre, at=timezone.now())
    arrests.receive_papers(held, by=pierre, at=held.ends_at)
    assert held.status == "PAPERS", "they had come in time, and were noted late"


def test_who_was_released_may_be_arrested_again(held, asked, pierre):
    with pytest.raises(NotReady, match="reported before"):
        arrests.report(asked, HOW, by=pierre, arrested_at=timezone.now())
    arrests.release(held, by=pierre, at=timezone.now())
    asked.refresh_from_db()
    again = arrests.report(asked, HOW, by=pierre, arrested_at=timezone.now())
    assert again.status == "HELD" and Arrest.objects.count() == 2


def test_a_moment_that_was_mistaken_is_corrected_and_counted_anew(held, pierre):
    later(days=40)
    upkeep.settle()
    held.refresh_from_db()
    why = ContributionDraft("The year was wrong.", "A", "1")
    arrests.correct(held, why, by=pierre, arrested_at=timezone.now() - timedelta(days=15))
    upkeep.settle()
    held.refresh_from_db()
    assert (held.status, held.last_alarm.day) == ("HELD", 15)
    arrests.correct(held, why, by=pierre, arrested_at=timezone.now() - timedelta(days=50))
    upkeep.settle()
    held.refresh_from_db()
    assert held.status == "TIME_OVER"


def test_moments_lie_neither_in_the_future_nor_before_the_arrest(asked, held, pierre):
    soon, before = timezone.now() + timedelta(minutes=5), held.arrested_at - timedelta(days=1)
    for verb in (arrests.receive_papers, arrests.release):
        with pytest.raises(NotReady, match="future"):
            verb(held, by=pierre, at=soon)
        with pytest.raises(NotReady, match="before the arrest"):
            verb(held, by=pierre, at=before)
    with pytest.raises(NotReady, match="future"):
        arrests.report(asked, HOW, by=pierre, arrested_at=soon)


def test_of_several_persons_one_is_named(asked, pierre):
    other = asked.request.persons[0] | {"id": "00000000-0000-7000-8000-000000000007"}
    asked.request.persons.append(other)
    with pytest.raises(NotReady, match="Say which"):
        arrests.report(asked, HOW, by=pierre, arrested_at=timezone.now())
    with pytest.raises(NotReady, match="Say which"):
        arrests.report(asked, HOW, by=pierre, arrested_at=timezone.now(), subject_id=asked.pk)


def test_only_the_office_that_was_asked_reports_and_only_on_such_a_type(
    asked, held, amina, joana, beatriz, pierre
):
    for officer in (amina, joana):
        with pytest.raises(NotPermitted):
            arrests.report(asked, HOW, by=officer, arrested_at=timezone.now())
        with pytest.raises(NotPermitted):
            arrests.release(held, by=officer, at=timezone.now())
        with pytest.raises(NotPermitted):
            arrests.correct(held, HOW, by=officer, arrested_at=timezone.now())
    for officer in (pierre, beatriz):
        with pytest.raises(NotPermitted):
            arrests.ring(held_for(held, 10), by=officer)
    plain = sent(amina, "PRT")
    deliver_all()
    with pytest.raises(NotPermitted):
        arrests.report(recipient(plain, "PRT"), HOW, by=pierre, arrested_at=timezone.now())


def held_for(arrest: Arrest, days: int) -> Arrest:
    later(days=days)
    arrest.refresh_from_db()
    return arrest
