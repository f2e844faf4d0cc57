"""Performance over the API: the figures of the page, for the page's readers."""

import pytest
from django.utils import timezone

from central_offices.models import CentralOffice
from exchange.models import RequestRecipient
from ledger.models import Event
from tests import systems
from tests.exchange.test_performance import HOUR, made

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/performance/"


def system_of(code: str, scope: str = "requests"):
    return systems.calling(systems.register(CentralOffice.objects.get(code=code)), scope)


def test_it_says_what_the_page_says(amina, pierre, over_api, signed_in):
    for answered in (2, 4, 6, 7):
        made(amina, acknowledged_at=0.5, answered_at=answered)
    made(amina, acknowledged_at=2, answered_at=9)
    made(pierre, "KEN", n=2)

    said = over_api(pierre).get(ADDRESS, {"days": 30}).json()

    figures = said["asked_of_us"]["all"]
    assert (figures["requests"], figures["acknowledged_on_time_share"]) == (5, 80)
    assert (figures["median_to_acknowledge"], figures["median_to_answer"]) == (1800, 6 * 3600)
    assert figures["most_answered_within"] == 7 * 3600
    page = signed_in(pierre).get("/performance/?days=30").context
    assert page["to_us"].reply_share == figures["answered_on_time_share"] == 80
    assert said["asked_by_us"]["all"]["requests"] == page["by_us"].count == 2
    assert [row["office"] for row in said["partners"]] == ["KEN"]
    assert said["partners"][0]["asked_of_us"]["requests"] == 5
    assert said["partners"][0]["asked_by_us"]["requests"] == 2
    assert [row["type"] for row in said["asked_of_us"]["by_type"]] == ["INFO"]
    assert sum(row["requests"] for row in said["asked_of_us"]["by_week"]) == 5


def test_the_backlog_has_its_age(amina, pierre, over_api):
    made(amina, n=2)
    waiting = over_api(pierre).get(ADDRESS).json()["backlog"]
    assert waiting["requests"] == 2
    assert 36000 <= waiting["median_age"] <= waiting["oldest_age"] < 36600


def test_without_requests_it_is_all_nothing(pierre, over_api):
    said = over_api(pierre).get(ADDRESS).json()
    assert said["asked_of_us"]["all"]["requests"] == 0
    assert said["asked_of_us"]["all"]["answered_on_time_share"] is None
    assert said["partners"] == [] and said["backlog"]["oldest_age"] is None


def test_it_is_narrowed_and_nonsense_is_refused(amina, pierre, over_api):
    made(amina, n=3)
    caller = over_api(pierre)
    for query, count in (({"type": "INFO"}, 3), ({"type": "LOCATE"}, 0), ({"urgency": "FLASH"}, 0)):
        assert caller.get(ADDRESS, query).json()["asked_of_us"]["all"]["requests"] == count
    long_ago = timezone.now() - 60 * 24 * HOUR
    RequestRecipient.objects.update(delivered_at=long_ago)
    for length, count in ((30, 0), (90, 3)):
        said = caller.get(ADDRESS, {"days": length}).json()
        assert said["asked_of_us"]["all"]["requests"] == count
    for wrong in ({"days": 31}, {"type": "NOTHING"}, {"urgency": "SOON"}):
        assert caller.get(ADDRESS, wrong).status_code == 400


def test_an_office_s_system_reads_its_own_with_the_scope_of_requests(amina):
    made(amina, n=1)
    assert system_of("PRT").get(ADDRESS).json()["asked_of_us"]["all"]["requests"] == 1
    assert system_of("BRA").get(ADDRESS).json()["asked_of_us"]["all"]["requests"] == 0
    assert system_of("PRT", "reference").get(ADDRESS).status_code == 403


def test_nothing_is_counted_that_the_reader_may_not_see(amina, pierre, over_api):
    made(amina, n=5, words={"classification": 2})
    assert over_api(pierre).get(ADDRESS).json()["asked_of_us"]["all"]["requests"] == 5
    pierre.clearance = 1
    pierre.save()
    assert over_api(pierre).get(ADDRESS).json()["asked_of_us"]["all"]["requests"] == 0


def test_who_may_not_see_the_page_is_refused(auditor, adler, over_api):
    assert over_api(auditor).get(ADDRESS).status_code == 403
    assert over_api(adler).get(ADDRESS).status_code == 403


def test_the_secretariat_reads_the_totals_and_nobody_else_does(
    amina, pierre, adler, wanjiku, over_api
):
    made(amina, n=5, acknowledged_at=0.5, answered_at=2)
    made(pierre, "KEN", n=4)
    rows = over_api(adler).get(f"{ADDRESS}offices/").json()["offices"]
    found = {row["office"]: row["figures"] for row in rows}
    assert found["KEN"] is None and found["PRT"]["requests"] == 5
    for caller in (over_api(wanjiku), over_api(pierre), system_of("PRT")):
        assert caller.get(f"{ADDRESS}offices/").status_code == 403


def test_who_took_them_is_written_down(pierre, over_api):
    over_api(pierre).get(ADDRESS, {"days": 30, "urgency": "FLASH"})
    event = Event.objects.get(verb="performance.export")
    assert event.actor == pierre
    assert event.data == {"days": 30, "type": "", "urgency": "FLASH", "rows": 0}
