"""Hours that the clocks leave out are told, hours that they show twice are said which."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from central_offices.rosters import planning
from kernel.errors import NotReady
from kernel.ids import new_id

pytestmark = pytest.mark.django_db
ZONES = [
    ("Europe/Lisbon", date(2027, 3, 28), time(1, 30)),
    ("America/New_York", date(2027, 3, 14), time(2, 30)),
    ("America/Santiago", date(2027, 9, 5), time(0, 30)),
    ("Africa/Cairo", date(2027, 4, 30), time(0, 15)),
    ("Asia/Beirut", date(2027, 3, 28), time(0, 0)),
    ("Australia/Lord_Howe", date(2027, 10, 3), time(2, 15)),
]


def hours(day: date, begins: time, ends: time, zone: str, days: int = 1):
    return planning.same_hours(day, begins, ends, days, zone)


@pytest.mark.parametrize(("zone", "day", "gone"), ZONES)
def test_an_hour_that_does_not_exist_is_named(zone, day, gone):
    for begins, ends, field in ((gone, time(12), "begins"), (time(23), gone, "ends")):
        first = day if field == "begins" else day - timedelta(days=1)
        with pytest.raises(NotReady, match=day.isoformat()) as refused:
            hours(first, begins, ends, zone)
        assert gone.strftime("%H:%M") in str(refused.value)
        assert [name for name, _words in refused.value.missing] == [field]


def test_it_is_found_within_a_row_of_days_too():
    with pytest.raises(NotReady, match="2027-03-28"):
        hours(date(2027, 3, 25), time(1, 30), time(2, 15), "Europe/Lisbon", days=7)
    assert len(hours(date(2027, 3, 29), time(1, 30), time(2, 15), "Europe/Lisbon", days=7)) == 7


def test_an_hour_that_comes_twice_is_covered_whole_and_said():
    (times,) = hours(date(2027, 10, 31), time(1, 30), time(1, 45), "Europe/Lisbon")

    begins, ends = (moment.astimezone(UTC) for moment in times)
    assert begins == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert ends == datetime(2027, 10, 31, 1, 45, tzinfo=UTC)
    assert planning.shown_twice([times])
    assert not planning.shown_twice(hours(date(2027, 10, 30), time(1), time(2), "Europe/Lisbon"))


def test_the_head_of_an_office_is_told_on_the_page(beatriz, pierre, signed_in):
    form = {"once": str(new_id()), "officer": pierre.pk, "day": "2027-03-28", "begins": "01:30"}
    form |= {"ends": "02:15", "days": "1", "phone": "+351 21", "languages": "pt"}
    page = signed_in(beatriz).post("/offices/PRT/roster/new", form)
    assert "leave out 01:30" in page.content.decode()
    twice = form | {"once": str(new_id()), "day": "2027-10-31"}
    page = signed_in(beatriz).post("/offices/PRT/roster/new", twice, follow=True)
    assert "The clocks go back that night." in page.content.decode()
