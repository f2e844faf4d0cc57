"""An office that goes live sees what is in force; what an office leaves behind is looked at."""

import pytest
from django.utils import timezone

from central_offices.models import CentralOffice
from notices.models import Notice
from notices.workflow import of_offices
from tests.notices.drafts import published
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


def stands(code: str, **days) -> CentralOffice:
    with by_the_owner():
        CentralOffice.objects.filter(code=code).update(**days)
    return CentralOffice.objects.get(code=code)


def test_whoever_goes_live_sees_what_is_in_force_and_not_before(
    amina, wanjiku, sato, joana, arun, signed_in
):
    lisbon = stands("PRT", live_on=None)
    notice = published(amina, wanjiku, sato)
    left_out = published(amina, wanjiku, sato)
    with by_the_owner():
        left_out.not_for.add(lisbon)
    seen = Notice.objects.filter(pk__in=[notice.pk, left_out.pk], seen_by__contains=[lisbon.number])
    assert not seen.all().exists()
    assert of_offices.follow() == 0

    stands("PRT", live_on=TODAY)

    assert of_offices.follow() == 1
    assert list(seen.all()) == [notice]
    assert of_offices.follow() == 0
    stands("PRT", left_on=TODAY)
    assert of_offices.follow() == 1
    assert not seen.all().exists()


def test_what_an_office_leaves_behind_stays_in_force_and_is_looked_at(
    amina, wanjiku, sato, joana, signed_in
):
    notice = published(amina, wanjiku, sato)
    page, queue = f"/notices/{notice.address}/", "/notices/review/"
    sentence = "nobody answers there any more"
    assert sentence not in signed_in(joana).get(page).content.decode()
    stands("KEN", left_on=TODAY)

    of_offices.follow()

    notice.refresh_from_db()
    assert notice.status == "PUBLISHED"
    text = signed_in(joana).get(page).content.decode()
    assert sentence in text and "Ask the General Secretariat before you act" in text
    assert "its owner has left" in signed_in(sato).get(queue).content.decode()
    assert of_offices.items(joana) == []
