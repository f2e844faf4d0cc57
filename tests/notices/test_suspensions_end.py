"""A suspension has a last day, which everybody was told: then it ends, and all are told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kernel.errors import NotPermitted, NotReady
from ledger.models import Event, Message
from notices.models import Notice, PublicExtract
from notices.workflow import circulating, upkeep
from tests.cases import browsing
from tests.notices import drafts
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
YESTERDAY, SOON = TODAY - timedelta(days=1), TODAY + timedelta(days=7)


@pytest.fixture
def published(amina, wanjiku, sato):
    return drafts.published(amina, wanjiku, sato, extract="REQUESTED")


def passed(notice, **days):
    with by_the_owner():
        Notice.objects.filter(pk=notice.pk).update(**days)
    notice.refresh_from_db()


def public(notice):
    return PublicExtract.objects.visible_to().filter(notice=notice).exists()


def told(notice, kind):
    return Message.objects.filter(type=kind, thread=notice.pk).count()


def test_after_its_last_day_the_notice_holds_again_and_all_are_told_once(published, sato):
    circulating.suspend(published, by=sato, reason="Doubted.", until=SOON)
    passed(published, secretariat_suspends_until=TODAY)
    assert upkeep.end_suspensions() == 0, "the last day still counts"

    passed(published, secretariat_suspends_until=YESTERDAY)
    upkeep.end_suspensions()
    upkeep.end_suspensions()

    published.refresh_from_db()
    assert (published.status, published.suspended_until) == ("PUBLISHED", None)
    assert public(published)
    assert told(published, "notice.resumed") == 1
    event = Event.objects.get(verb="notice.take_up", subject_id=published.pk)
    assert (event.before, event.after, event.actor.is_human) == ("SUSPENDED", "PUBLISHED", False)


def test_while_the_other_side_suspends_it_the_notice_stays_suspended(published, wanjiku, sato):
    circulating.suspend(published, by=wanjiku, reason="Doubted.", until=SOON)
    circulating.suspend(published, by=sato, reason="Article 3.", until=SOON)
    passed(published, owner_suspends_until=YESTERDAY)
    upkeep.end_suspensions()

    published.refresh_from_db()
    assert published.status == "SUSPENDED"
    assert (published.owner_suspends_until, published.suspended_until) == (None, SOON)
    assert not public(published)
    last = Message.objects.filter(type="notice.suspended", thread=published.pk).latest("id")
    assert last.data["until"] == SOON.isoformat()


def test_a_notice_that_ran_out_meanwhile_ends_and_never_holds_again(published, sato):
    circulating.suspend(published, by=sato, reason="Doubted.", until=SOON)
    passed(published, secretariat_suspends_until=YESTERDAY, valid_until=YESTERDAY)
    upkeep.end_suspensions()
    published.refresh_from_db()
    assert published.status == "SUSPENDED"
    upkeep.expire()
    published.refresh_from_db()
    assert published.status == "EXPIRED"
    assert told(published, "notice.resumed") == 0


def test_what_the_commission_objects_to_stays_suspended(published, sato, monkeypatch):
    from notices.conditions import judging

    circulating.suspend(published, by=sato, reason="Doubted.", until=SOON)
    passed(published, secretariat_suspends_until=YESTERDAY)
    monkeypatch.setattr(judging, "stands_against", lambda notice: True)
    upkeep.end_suspensions()
    published.refresh_from_db()
    assert published.status == "SUSPENDED"


def test_whoever_can_decide_finds_it_under_my_work_before(
    published, wanjiku, sato, amina, signed_in
):
    circulating.suspend(published, by=wanjiku, reason="Doubted.", until=SOON)
    words = "its suspension ends after"
    for officer, reads in ((wanjiku, True), (amina, False), (sato, False)):
        assert (words in browsing.text(signed_in(officer).get("/"))) == reads
    circulating.suspend(published, by=sato, reason="Doubted.", until=SOON)
    assert words in browsing.text(signed_in(sato).get("/"))


def test_the_owners_duty_officer_suspends_at_once_for_some_days_and_lifts_nothing(
    published, mutua, wanjiku, amina, pierre, signed_in
):
    for officer in (amina, pierre):
        with pytest.raises(NotPermitted):
            circulating.suspend(published, by=officer, reason="Wrong man.", until=SOON)
    with pytest.raises(NotReady, match="seven days"):
        circulating.suspend(
            published, by=mutua, reason="Wrong man.", until=SOON + timedelta(days=1)
        )
    assert "Suspend" in browsing.text(signed_in(mutua).get(published.get_absolute_url()))
    circulating.suspend(published, by=mutua, reason="Wrong man.", until=SOON)
    assert published.owner_suspends_until == SOON
    with pytest.raises(NotPermitted, match="lift"):
        circulating.lift(published, by=mutua)
    circulating.lift(published, by=wanjiku)
    assert published.status == "PUBLISHED"


def test_search_says_that_a_notice_is_suspended(published, sato, pierre, signed_in):
    browser = browsing.with_purpose(signed_in(pierre))
    found = browsing.text(browser.get("/search", {"q": published.reference}))
    assert "Published" in found and "Suspended" not in found
    circulating.suspend(published, by=sato, reason="Doubted.", until=SOON)
    for asked in (published.reference, published.title):
        found = browsing.text(browser.get("/search", {"q": asked}))
        assert "Suspended" in found, asked
