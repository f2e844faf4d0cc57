"""Two officers, or two beats, at the same moment: one story comes out of it."""

from exchange import flash, upkeep
from ledger.models import Message
from tests.exchange.conftest import cast
from tests.exchange.test_faults import at_once
from tests.exchange.test_flash import flashed, over


def test_two_beats_and_a_head_at_once_end_in_one_story(committed):
    request = flashed(cast("mutua"), "PRT")
    over(request)

    def approve():
        return flash.confirm(request, by=cast("wanjiku"), digest=request.content_digest)

    at_once(upkeep.unapproved, upkeep.unapproved, approve)

    assert Message.objects.filter(type="request.unapproved").count() <= 1
    assert Message.objects.filter(type="request.approved").count() == 1
    request.refresh_from_db()
    assert request.approved_by == cast("wanjiku")
