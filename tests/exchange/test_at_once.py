"""Two officers, or two beats, at the same moment: one story comes out of it."""

from datetime import timedelta

from django.utils import timezone

from exchange import upkeep
from exchange.clocks import escalation
from exchange.conversation import answering, transfers
from exchange.conversation.contributions import ContributionDraft
from exchange.custody import arrests
from exchange.models import Arrest, RequestRecipient, RequestType, Transfer
from exchange.requests import flash
from kernel.errors import WrongState
from ledger.models import Event, Message
from tests.exchange.conftest import HOW, cast, deliver_all, recipient, sent
from tests.exchange.test_faults import at_once
from tests.exchange.test_flash import flashed, over
from tests.plumbing.by_the_owner import by_the_owner

ANSWER = ContributionDraft("It belongs to him.", "A", "1")


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


def test_four_beats_at_once_tell_each_level_once(committed):
    request = sent(cast("amina"), "PRT", "BRA", urgency="URGENT", necessity="Danger.")
    deliver_all()
    RequestRecipient.objects.update(next_due=timezone.now() - timedelta(days=1))

    at_once(*[escalation.climb] * 4)

    for row in request.recipients.all():
        assert list(row.escalations.values_list("level", flat=True)) == [1, 2, 3]
    assert Event.objects.filter(verb="requestrecipient.escalate").count() == 6
    assert Message.objects.filter(type="request.escalated").count() == 6


def test_four_beats_at_once_ring_an_alarm_once(committed):
    with by_the_owner():
        RequestType.objects.filter(code="INFO").update(custody=True)
    request = sent(cast("amina"), "PRT")
    deliver_all()
    then = timezone.now() - timedelta(days=18, hours=1)
    arrests.report(recipient(request, "PRT"), HOW, by=cast("pierre"), arrested_at=then)

    at_once(*[lambda: upkeep.each(arrests.due(), arrests.ring)] * 4)

    (alarm,) = Arrest.objects.get().alarms.all()
    assert (alarm.day, alarm.missed) == (18, [10, 15])
    assert Message.objects.filter(type="request.custody_alarm").count() == 1


def test_a_release_and_a_beat_at_once_are_one_story(committed):
    with by_the_owner():
        RequestType.objects.filter(code="INFO").update(custody=True)
    request = sent(cast("amina"), "PRT")
    deliver_all()
    then = timezone.now() - timedelta(days=40)
    held = arrests.report(recipient(request, "PRT"), HOW, by=cast("pierre"), arrested_at=then)

    def release():
        return arrests.release(held, by=cast("pierre"), at=timezone.now())

    at_once(lambda: upkeep.each(arrests.due(), arrests.ring), release)

    held.refresh_from_db()
    assert (held.status, held.next_alarm) == ("RELEASED", None)


def test_accepted_and_withdrawn_at_once_is_one_of_them(committed):
    request = sent(cast("pierre"), "KEN")
    deliver_all()
    answering.assign(recipient(request, "KEN"), by=cast("amina"))
    lane = recipient(request, "KEN")
    row = transfers.offer(lane, by=cast("amina"), to=cast("otieno"), note="Take it.")

    def quietly(verb, **words):
        try:
            verb(Transfer.objects.get(pk=row.pk), **words)
        except WrongState:
            pass

    at_once(
        lambda: quietly(transfers.accept, by=cast("otieno")),
        lambda: quietly(transfers.withdraw, by=cast("amina")),
        lambda: quietly(transfers.accept, by=cast("otieno")),
    )

    row.refresh_from_db()
    lane.refresh_from_db()
    holder = {"ACCEPTED": "otieno", "WITHDRAWN": "amina"}[row.status]
    assert lane.assigned_to == cast(holder)
    assert Event.objects.filter(verb__in=["transfer.accept", "transfer.withdraw"]).count() == 1


def test_offered_and_answered_at_once_leaves_no_offer_behind(committed):
    request = sent(cast("pierre"), "KEN")
    deliver_all()
    answering.assign(recipient(request, "KEN"), by=cast("amina"))

    def offer():
        try:
            colleague = cast("otieno")
            transfers.offer(
                recipient(request, "KEN"), by=cast("amina"), to=colleague, note="Take it."
            )
        except WrongState:
            pass

    at_once(offer, lambda: answering.answer(recipient(request, "KEN"), ANSWER, by=cast("amina")))

    assert not Transfer.objects.undecided().exists()
