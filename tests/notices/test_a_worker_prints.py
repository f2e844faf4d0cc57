"""A real Celery worker prints and circulates, over a real broker, where commits are real."""

from notices.models import Circulation, Paper
from tests import world
from tests.exchange.test_a_worker_delivers import eventually
from tests.notices import drafts


def test_a_published_notice_is_printed_and_reaches_every_office_by_the_worker(celery_worker):
    amina, wanjiku, sato = (world.officer(name) for name in ("amina", "wanjiku", "sato"))

    notice = drafts.published(amina, wanjiku, sato)

    eventually(lambda: Paper.objects.filter(notice=notice, status="READY").exists())
    eventually(lambda: Circulation.objects.filter(notice=notice).count() == 4)

    drafts.withdrawn(notice, wanjiku)
    eventually(lambda: not Circulation.objects.filter(notice=notice, recalled_at=None).exists())
    assert Paper.objects.get(notice=notice).status == "VOID"
