"""The duty board's strip: how fast the office acknowledged in the last 24 hours."""

from datetime import timedelta

import pytest
from django.utils import timezone

from exchange.models import RequestRecipient
from exchange.performance import figures
from tests.exchange.conftest import deliver_all, sent

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def acknowledged(by, *minutes: float, ago=timedelta(hours=1), code="PRT", **words) -> None:
    """Requests that the office acknowledged so many minutes after they had arrived."""
    rows = [sent(by, code, **words) for _ in minutes]
    deliver_all()
    at = timezone.now() - ago
    for row, after in zip(rows, minutes, strict=True):
        begun = at - after * MINUTE
        moments = {"delivered_at": begun, "clock_from": begun, "acknowledged_at": at}
        RequestRecipient.objects.filter(request=row).update(status="ACKNOWLEDGED", **moments)


def strip(browser) -> str:
    page = browser.get("/duty").content.decode()
    return page.split('id="duty-median"')[1].split("</a>")[0] if "duty-median" in page else ""


def test_the_median_of_what_was_acknowledged_is_shown(amina, pierre, signed_in):
    acknowledged(amina, 2, 4, 12, 30, 90)
    assert figures.lately(pierre).ack_median == 12 * MINUTE
    shown = strip(signed_in(pierre))
    assert "12 min" in shown and "median to acknowledge, last 24 h" in shown
    assert "too few" not in shown


def test_what_is_older_than_24_hours_counts_no_more(amina, pierre):
    acknowledged(amina, 2, 4, 12, 30, 90)
    acknowledged(amina, 600, 600, 600, 600, ago=timedelta(hours=24, minutes=1))
    assert figures.lately(pierre).count == 5
    assert figures.lately(pierre).ack_median == 12 * MINUTE


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Honolulu", "Africa/Nairobi"])
def test_it_is_24_hours_wherever_the_reader_sits(amina, pierre, signed_in, zone):
    acknowledged(amina, 5, 5, 5, ago=timedelta(hours=23))
    acknowledged(amina, 7, 7, ago=timedelta(minutes=1))
    acknowledged(amina, 99, ago=timedelta(hours=25))
    pierre.time_zone = zone
    pierre.save()
    assert "5 min" in strip(signed_in(pierre))


def test_without_anything_or_with_too_few_it_says_so(amina, pierre, signed_in):
    browser = signed_in(pierre)
    assert "0 requests, too few to tell" in strip(browser)
    acknowledged(amina, 2)
    assert "1 request, too few to tell" in strip(browser) and "—" in strip(browser)


def test_the_own_office_counts_and_no_other(amina, pierre, joana, adler, signed_in):
    acknowledged(amina, 2, 4, 12, 30, 90)
    for other in (joana, amina, adler):
        assert figures.lately(other).count == 0
    assert strip(signed_in(adler)) == ""


def test_the_board_tells_when_it_changes(amina, pierre, signed_in):
    browser = signed_in(pierre)
    known = str(browser.get("/duty").context["known"])
    assert browser.get("/duty/news", {"known": known}).status_code == 204
    acknowledged(amina, 2, 4, 12, 30, 90)
    RequestRecipient.objects.update(status="ANSWERED", answered_at=timezone.now())
    assert browser.get("/duty/news", {"known": known}).status_code == 200
