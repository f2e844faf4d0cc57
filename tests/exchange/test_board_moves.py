"""The version of a duty board moves without waiting, and by the clock at moments known before."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from central_offices.rosters import planning
from exchange.desk import board_news, board_version
from exchange.models import DeskVersion, RequestRecipient
from kernel import clock
from tests import world
from tests.exchange.conftest import deliver_all, sent
from tests.kernel.racing import Lane
from tests.plumbing.by_the_owner import by_the_owner


def test_the_clock_alone_changes_it_at_known_moments(amina, pierre, beatriz):
    request = sent(amina, "PRT", title="A canoe")
    deliver_all()
    now = clock.now()
    due = now + timedelta(hours=30)
    with by_the_owner():
        RequestRecipient.objects.filter(request=request).update(
            next_due=due, delivered_at=now - timedelta(hours=1)
        )
    planning.plan(
        pierre.office,
        by=beatriz,
        officer=beatriz,
        times=[(now + timedelta(hours=2), now + timedelta(hours=3))],
        phone="1",
    )
    moments = [now + timedelta(hours=hour) for hour in (1, 2, 3, 4)]
    moments += [now + timedelta(hours=23), due - timedelta(hours=1), due]
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    moments += [m for m in (midnight + timedelta(days=1), midnight + timedelta(days=2)) if m < due]
    moments.append(due - timedelta(hours=24))
    for moment in sorted(set(moments)):
        edge = board_version.next_edge(pierre, now, board_news.everything(pierre, now))
        assert abs(edge - board_version._microseconds(moment)) < 1000, moment
        now = moment + timedelta(milliseconds=1)


def test_two_transactions_move_one_board_and_neither_waits(committed):
    amina, pierre = world.officer("amina"), world.officer("pierre")
    rows = [sent(amina, "PRT", title=str(number)) for number in range(2)]
    deliver_all()
    before = board_version.read(pierre).number

    def move(request) -> int:
        moved = RequestRecipient.objects.filter(request=request)
        return moved.update(climbs_at=timezone.now())

    with transaction.atomic():
        move(rows[0])
        assert Lane(lambda: move(rows[1])).result() == 1
        assert board_version.read(pierre).number >= before + 2

    assert board_version.read(pierre).number >= before + 2
    assert DeskVersion.objects.filter(desk=pierre.office_id).count() == 2
