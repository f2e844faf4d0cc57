"""One side stopped a notice; the other side wants to let it loose again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kernel.errors import NotPermitted
from notices.models import Notice, PublicExtract
from notices.workflow import circulating
from tests import systems
from tests.notices import drafts

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


def test_an_owner_suspends_first_to_keep_the_lifting_in_its_hands(published, wanjiku, sato):
    circulating.suspend(published, by=wanjiku, reason="Soon over.", until=until())
    circulating.suspend(published, by=sato, reason="Article 3.", until=until())

    with pytest.raises(NotPermitted, match="lift"):
        circulating.resume(published, by=wanjiku)
    circulating.resume(published, by=sato)
    assert published.status == Notice.Status.PUBLISHED


def test_an_owner_suspends_again_over_the_secretariats_suspension(published, wanjiku, sato):
    circulating.suspend(published, by=sato, reason="Article 3.", until=until())

    with pytest.raises(NotPermitted, match="suspend"):
        circulating.suspend(published, by=wanjiku, reason="Mine.", until=until())
    published.refresh_from_db()
    assert published.suspended_by == sato.office


def test_a_head_who_moved_to_the_secretariat_lifts_nothing_for_the_old_office(
    published, wanjiku, sato
):
    """The side is that of the office which suspended, wherever its people are now."""
    circulating.suspend(published, by=wanjiku, reason="Doubted.", until=until())
    wanjiku.office = sato.office
    wanjiku.save()
    systems.give(wanjiku, "REVIEWER")

    with pytest.raises(NotPermitted, match="lift"):
        circulating.resume(published, by=wanjiku)
