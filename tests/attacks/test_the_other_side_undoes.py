"""One side stopped a notice; the other side wants to let it loose again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kernel.errors import NotPermitted
from ledger.models import Message
from notices.models import Notice, PublicExtract
from notices.workflow import circulating
from tests import systems
from tests.notices import drafts
from tests.notices.test_tour_of_a_notice import hidden
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


def until():
    return timezone.now().date() + timedelta(days=30)


@pytest.fixture
def published(amina, wanjiku, sato):
    return drafts.published(amina, wanjiku, sato, extract="REQUESTED")


def test_the_owners_head_lifts_the_secretariats_suspension(published, wanjiku, sato, signed_in):
    circulating.suspend(published, by=sato, reason="Article 3.", until=until())

    with pytest.raises(NotPermitted, match="lift"):
        circulating.resume(published, by=wanjiku)
    page = signed_in(wanjiku).post(f"/notices/{published.slug}/steps/resume")
    assert page.status_code == 403
    published.refresh_from_db()
    assert published.status == Notice.Status.SUSPENDED
    assert not PublicExtract.objects.visible_to().filter(notice=published).exists()


def test_the_secretariat_lifts_what_the_owner_suspended(published, wanjiku, sato):
    circulating.suspend(published, by=wanjiku, reason="The warrant is doubted.", until=until())

    with pytest.raises(NotPermitted, match="lift"):
        circulating.resume(published, by=sato)
    circulating.resume(published, by=wanjiku)
    assert published.status == Notice.Status.PUBLISHED


def test_one_reviewer_suspends_over_the_owner_and_lifts_both(published, wanjiku, sato):
    """Whoever suspends first, each side lifts its own, and only the last lifting counts."""
    for first, second in ((wanjiku, sato), (sato, wanjiku)):
        for lifting in ((first, second), (second, first)):
            circulating.suspend(published, by=first, reason="Doubted.", until=until())
            circulating.suspend(published, by=second, reason="Article 3.", until=until())
            circulating.lift(published, by=lifting[0])
            assert published.status == Notice.Status.SUSPENDED
            assert not PublicExtract.objects.visible_to().filter(notice=published).exists()
            with pytest.raises(NotPermitted, match="lift"):
                circulating.lift(published, by=lifting[0])
            circulating.lift(published, by=lifting[1])
            assert published.status == Notice.Status.PUBLISHED


def test_the_same_side_suspends_twice(published, wanjiku, sato, lindqvist):
    circulating.suspend(published, by=sato, reason="Article 3.", until=until())
    with pytest.raises(NotPermitted, match="suspend"):
        circulating.suspend(published, by=lindqvist, reason="Mine.", until=until())
    circulating.suspend(published, by=wanjiku, reason="Doubted.", until=until())
    for officer in (wanjiku, sato, lindqvist):
        with pytest.raises(NotPermitted, match="suspend"):
            circulating.suspend(published, by=officer, reason="Again.", until=until())


def test_offices_are_told_until_when_after_one_of_two_was_lifted(published, wanjiku, sato):
    longer = until() + timedelta(days=30)
    circulating.suspend(published, by=wanjiku, reason="Doubted.", until=longer)
    circulating.suspend(published, by=sato, reason="Article 3.", until=until())
    circulating.lift(published, by=wanjiku)

    told = Message.objects.filter(type="notice.suspended").order_by("id")
    days = [row.data["until"] for row in told]
    assert days == [longer.isoformat(), longer.isoformat(), until().isoformat()]
    assert not Message.objects.filter(type="notice.resumed").exists()


def test_two_lift_at_once_from_pages_that_were_open(published, wanjiku, sato, signed_in):
    circulating.suspend(published, by=wanjiku, reason="Doubted.", until=until())
    circulating.suspend(published, by=sato, reason="Article 3.", until=until())
    address = f"/notices/{published.slug}/steps/lift_one"
    browsers = [signed_in(officer) for officer in (wanjiku, sato)]
    given = [hidden(browser.get(address).content.decode()) for browser in browsers]
    for browser, fields in zip(browsers, given, strict=True):
        assert browser.post(address, fields).status_code == 302
    published.refresh_from_db()
    assert published.status == Notice.Status.PUBLISHED


def test_the_database_holds_a_notice_suspended_while_one_side_suspends_it(published, wanjiku):
    circulating.suspend(published, by=wanjiku, reason="Doubted.", until=until())
    rows = Notice.objects.filter(pk=published.pk)
    for change in (
        {"status": "PUBLISHED"},
        {"status": "EXPIRED", "ended_at": timezone.now()},
        {"owner_suspends_until": None},
    ):
        with pytest.raises(IntegrityError, match="one_side_suspends"), transaction.atomic():
            rows.update(**change)


def test_which_side_suspends_is_read_by_owner_and_secretariat_only(
    published, wanjiku, sato, pierre, over_api, signed_in
):
    circulating.suspend(published, by=wanjiku, reason="Doubted.", until=until())
    for officer, reads in ((wanjiku, True), (sato, True), (pierre, False)):
        read = over_api(officer).get(f"/api/v1/notices/{published.pk}/").json()
        assert read["suspended_until"] == until().isoformat()
        assert (read["owner_suspends_until"] is not None) == reads
        page = signed_in(officer).get(published.get_absolute_url()).content.decode()
        assert ("Suspended by its office until" in page) == reads


def test_over_the_api_each_side_lifts_its_own(published, wanjiku, sato, over_api):
    circulating.suspend(published, by=wanjiku, reason="Doubted.", until=until())
    circulating.suspend(published, by=sato, reason="Article 3.", until=until())
    address = f"/api/v1/notices/{published.pk}/resume/"
    assert over_api(sato).post(address).json()["status"] == "SUSPENDED"
    assert over_api(sato).post(address).status_code == 403
    assert over_api(wanjiku).post(address).json()["status"] == "PUBLISHED"


def test_a_head_who_moved_to_the_secretariat_lifts_nothing_for_the_old_office(
    published, wanjiku, sato
):
    """The side is that of the office which suspended, wherever its people are now."""
    circulating.suspend(published, by=wanjiku, reason="Doubted.", until=until())
    wanjiku.office = sato.office
    with by_the_owner():
        wanjiku.save()
    systems.give(wanjiku, "REVIEWER")

    with pytest.raises(NotPermitted, match="lift"):
        circulating.resume(published, by=wanjiku)
