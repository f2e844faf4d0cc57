"""The roster of a duty desk: who plans it, who reads it, its gaps, and who is on duty now."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from central_offices.models import CentralOffice, DutyShift, Officer
from central_offices.rosters import planning
from central_offices.rosters.planning import Stretch
from kernel.errors import NotPermitted, NotReady, Stale, WrongState
from ledger.models import Event
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
PHONE = "+351 21 555 01 01"


@pytest.fixture
def lisbon(db):
    return CentralOffice.objects.get(code="PRT")


@pytest.fixture
def shift(lisbon, beatriz, pierre):
    """Pierre on duty in Lisbon from an hour ago for eight hours."""
    return planned(lisbon, beatriz, pierre)


def planned(office, by, officer, begin: int = -1, hours: int = 8) -> DutyShift:
    start = timezone.now() + timedelta(hours=begin)
    times = [(start, start + timedelta(hours=hours))]
    return planning.plan(office, by=by, officer=officer, times=times, phone=PHONE)[0]


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC)


def test_the_head_plans_and_the_ledger_tells(shift, beatriz, pierre):
    event = Event.objects.get(verb="duty.plan")
    assert (event.actor, event.subject_id) == (beatriz, shift.pk)
    assert event.data["officer"] == pierre.pk and PHONE not in str(event.data)


@pytest.mark.parametrize("name", ["pierre", "wanjiku", "adler", "auditor"])
def test_nobody_else_plans_changes_or_cancels(shift, lisbon, pierre, name, request, signed_in):
    other = request.getfixturevalue(name)
    with pytest.raises(NotPermitted):
        planned(lisbon, other, pierre, begin=20)
    with pytest.raises(NotPermitted):
        planning.change(shift, by=other, version=1, phone="1")
    with pytest.raises(NotPermitted):
        planning.cancel(shift, by=other)
    expected = 403 if name == "pierre" else 404
    for page in ("roster/new", f"roster/{shift.pk}/edit", f"roster/{shift.pk}/cancel"):
        assert signed_in(other).get(f"/offices/PRT/{page}").status_code == expected
    assert DutyShift.objects.get().cancelled_at is None


def test_one_officer_stands_at_one_desk_at_a_time(shift, lisbon, beatriz, pierre):
    with pytest.raises(NotReady, match="on the roster at that time already"):
        planned(lisbon, beatriz, pierre, begin=2)
    planning.cancel(shift, by=beatriz)
    assert planned(lisbon, beatriz, pierre, begin=2)


def test_several_days_are_planned_all_or_none(lisbon, beatriz, pierre):
    tomorrow = timezone.now().date() + timedelta(days=1)
    days = planning.same_hours(tomorrow, time(22), time(6), 3, "Europe/Lisbon")
    planning.plan(lisbon, by=beatriz, officer=pierre, times=days[1:2], phone=PHONE)
    with pytest.raises(NotReady):
        planning.plan(lisbon, by=beatriz, officer=pierre, times=days, phone=PHONE)
    assert DutyShift.objects.count() == 1


@pytest.mark.parametrize("name", ["joana", "arun", "adler"])
def test_only_the_office_s_own_people_who_may_answer_stand_duty(lisbon, beatriz, name, request):
    with pytest.raises(NotReady, match="cannot answer requests here"):
        planned(lisbon, beatriz, request.getfixturevalue(name))


def test_what_is_over_is_neither_planned_nor_changed(shift, lisbon, beatriz, pierre):
    with pytest.raises(NotReady, match="This time is over"):
        planned(lisbon, beatriz, pierre, begin=-30)
    past = timezone.now() - timedelta(hours=1)
    DutyShift.objects.update(starts_at=past - timedelta(hours=8), ends_at=past)
    with pytest.raises(WrongState, match="This shift is over"):
        planning.cancel(shift, by=beatriz)


def test_who_comes_second_is_told_and_cancelling_twice_is_refused(shift, beatriz):
    planning.change(shift, by=beatriz, version=1, phone="+351 99")
    with pytest.raises(Stale):
        planning.change(shift, by=beatriz, version=1, phone="+351 88")
    planning.cancel(shift, by=beatriz)
    with pytest.raises(WrongState):
        planning.cancel(shift, by=beatriz)
    shift.refresh_from_db()
    assert shift.phone == "+351 99" and shift.cancelled_at


def test_other_desks_see_who_is_on_duty_now_and_nothing_of_the_plan(
    shift, lisbon, beatriz, pierre, amina, signed_in
):
    planned(lisbon, beatriz, beatriz, begin=30)
    assert [row.officer for row in planning.on_duty(amina, lisbon)] == [pierre]
    assert planning.following(amina, lisbon) is None
    assert planning.following(pierre, lisbon).officer == beatriz

    page = signed_in(amina).get("/offices/PRT/").content.decode()
    assert "tel:+351215550101" in page and "Pierre" in page and "Beatriz" not in page
    assert signed_in(amina).get("/offices/PRT/roster").status_code == 404


@pytest.mark.parametrize("name", ["sato", "lindqvist", "adler", "auditor"])
def test_who_works_with_no_requests_sees_no_other_desk(shift, name, request, signed_in):
    other = request.getfixturevalue(name)
    seen = DutyShift.objects.visible_to(other).exists()
    assert seen == (name == "sato")  # a reviewer answers requests; the others do not
    assert ("On duty now" in signed_in(other).get("/offices/PRT/").content.decode()) == seen


def test_a_shift_that_ended_or_was_cancelled_is_shown_to_no_other_desk(
    shift, lisbon, beatriz, amina
):
    planning.cancel(shift, by=beatriz)
    assert planning.on_duty(amina, lisbon) == []


def test_stretches_show_gaps_and_overlaps():
    shifts = [(at(6), at(14)), (at(13, 30), at(20)), (at(20), at(22))]
    assert planning.stretches(shifts, at(0), at(23)) == [
        Stretch(at(0), at(6), 0),
        Stretch(at(6), at(13, 30), 1),
        Stretch(at(13, 30), at(14), 2),
        Stretch(at(14), at(22), 1),
        Stretch(at(22), at(23), 0),
    ]
    assert list(planning.gaps([], at(0), at(1))) == [Stretch(at(0), at(1), 0)]
    assert list(planning.gaps([(at(0), at(23))], at(1), at(2))) == []


def test_hours_stay_on_the_clock_when_the_clocks_change():
    """Lisbon leaves summer time on 25 October 2026 at 02:00."""
    days = planning.same_hours(date(2026, 10, 24), time(22), time(6), 2, "Europe/Lisbon")
    begun = [a.astimezone(UTC).hour for a, _b in days]
    ended = [b.astimezone(UTC).hour for _a, b in days]
    assert (begun, ended) == ([21, 22], [6, 6])


def test_the_head_plans_a_week_in_the_browser_and_sees_its_gaps(lisbon, beatriz, pierre, signed_in):
    browser = signed_in(beatriz)
    form = browser.get("/offices/PRT/roster/new").content.decode()
    once = form.split('name="once" value="')[1].split('"')[0]
    day = timezone.now().date() + timedelta(days=7 - timezone.now().weekday())
    given = {
        "once": once,
        "officer": pierre.pk,
        "day": day.isoformat(),
        "begins": "06:00",
        "ends": "14:00",
        "days": "5",
        "phone": PHONE,
        "languages": "pt en",
    }
    for _twice in range(2):
        reply = browser.post("/offices/PRT/roster/new", given)
        assert reply.url == "/offices/PRT/roster"
    assert DutyShift.objects.count() == 5

    page = browser.get(f"/offices/PRT/roster?of={day}").content.decode()
    assert page.count("06:00–14:00") == 5 and page.count("Nobody 14:00–24:00") == 5
    assert page.count("Nobody 00:00–24:00") == 2  # the weekend


def test_a_form_that_cannot_be_taken_keeps_what_was_typed(lisbon, beatriz, pierre, signed_in):
    browser = signed_in(beatriz)
    page = browser.post(
        "/offices/PRT/roster/new", {"day": "2020-01-01", "phone": PHONE}
    ).content.decode()
    assert PHONE in page and "This cannot be saved yet" in page


def test_nonsense_in_the_address_shows_the_roster_from_today_on(pierre, signed_in):
    assert signed_in(pierre).get("/offices/PRT/roster?of=x'").status_code == 200


@pytest.mark.parametrize("gone", [{"is_active": False}, {"office_id": "KEN"}])
def test_nobody_is_sent_to_an_officer_who_is_gone(gone, shift, lisbon, pierre, wanjiku, beatriz):
    if "office_id" in gone:
        gone = {"office_id": wanjiku.office_id}
    with by_the_owner():
        Officer.objects.filter(pk=pierre.pk).update(**gone)

    assert planning.on_duty(wanjiku, lisbon) == planning.on_duty(beatriz, lisbon) == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("0001-01-01", "Choose a day from 1800-01-01"),
        ("9999-12-31", "Choose a day from 1800-01-01"),
        ("1900-01-01", "No roster reaches so far."),
    ],
)
def test_a_day_at_the_end_of_all_calendars_is_no_fault(day, said, beatriz, pierre, signed_in):
    browser = signed_in(beatriz)
    assert browser.get(f"/offices/PRT/roster?of={day}").status_code == 200
    given = {"officer": pierre.pk, "day": day, "begins": "23:00", "ends": "22:00", "days": "31"}
    page = browser.post("/offices/PRT/roster/new", given | {"phone": PHONE})
    assert said in page.content.decode()
