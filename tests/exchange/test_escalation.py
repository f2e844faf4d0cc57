"""Clocks that run out: the ladder, told once a level, and what an absent office is spared."""

from datetime import timedelta

import pytest
from django.utils import timezone

from central_offices.models import RoleGrant
from exchange import upkeep
from exchange.clocks import escalation
from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Escalation, RequestRecipient
from exchange.views import my_work
from kernel.errors import NotPermitted, NotReady
from kernel.periodic import Budget
from ledger.models import Delivery, Destination, Event, Message
from tests.exchange.conftest import deliver_all, recipient, sent
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def lisbon(amina):
    """A request that Lisbon has had for a while."""
    request = sent(amina, "PRT", urgency="URGENT", necessity="She is in danger.")
    deliver_all()
    return recipient(request, "PRT")


def late(row: RequestRecipient, **by: int) -> None:
    """As if its clock had run out so long ago."""
    RequestRecipient.objects.filter(pk=row.pk).update(next_due=timezone.now() - timedelta(**by))


def levels(row: RequestRecipient) -> list[int]:
    return list(row.escalations.values_list("level", flat=True))


def titles(officer) -> dict[str, list[str]]:
    return {name: [item.title for item in items] for name, items in my_work.sections(officer)}


def test_nothing_happens_while_there_is_time(lisbon):
    upkeep.settle()
    assert levels(lisbon) == []


def test_the_ladder_climbs_with_the_hours(lisbon):
    for hours, reached in ((0, [1]), (1, [1, 2]), (3, [1, 2]), (4, [1, 2, 3])):
        due = timezone.now() - timedelta(hours=hours, seconds=1)
        RequestRecipient.objects.filter(pk=lisbon.pk).update(next_due=due)
        Escalation.objects.filter(recipient=lisbon).update(due=due)
        upkeep.settle()
        assert levels(lisbon) == reached


def test_each_level_is_one_event_and_one_message(lisbon):
    late(lisbon, days=1)
    upkeep.settle()
    upkeep.settle()

    events = Event.objects.filter(verb="requestrecipient.escalate").order_by("seq")
    assert [event.data["level"] for event in events] == [1, 2, 3]
    told = Message.objects.filter(type="request.escalated").order_by("id")
    assert [row.recipients for row in told] == [["PRT"], ["PRT"], ["AGY", "KEN", "PRT"]]
    assert all("ask" not in row.data and "title" not in row.data for row in told)


def test_a_clock_is_looked_at_when_its_next_level_is_due_and_not_before(lisbon):
    late(lisbon, minutes=1)
    assert [escalation.climb(), escalation.climb()] == [1, 0]
    lisbon.refresh_from_db()
    assert lisbon.climbs_at == lisbon.next_due + timedelta(hours=1)

    late(lisbon, days=1)
    assert [escalation.climb(), escalation.climb()] == [1, 0]
    lisbon.refresh_from_db()
    assert (lisbon.told_for, lisbon.climbs_at) == (lisbon.next_due, None)


def test_a_run_that_ends_early_goes_on_with_the_next_clock(amina):
    for minutes in (1, 3, 2):
        late(recipient(sent(amina, "PRT"), "PRT"), minutes=minutes)
    RequestRecipient.objects.update(status="DELIVERED", delivered_at=timezone.now())

    for told in (1, 2, 3, 3):
        escalation.climb(Budget(0))
        assert Escalation.objects.count() == told
    oldest = Escalation.objects.order_by("at").values_list("due", flat=True)
    assert list(oldest) == sorted(oldest)


def test_a_new_clock_has_a_ladder_of_its_own(lisbon, pierre):
    late(lisbon, minutes=1)
    upkeep.settle()
    lisbon.refresh_from_db()
    answering.acknowledge(lisbon, by=pierre)
    late(lisbon, minutes=1)
    upkeep.settle()
    assert levels(lisbon) == [1, 1]


def test_an_answer_ends_it(lisbon, pierre):
    late(lisbon, days=1)
    lisbon.refresh_from_db()
    answering.answer(lisbon, ContributionDraft("Safe.", "A", "1"), by=pierre)
    upkeep.settle()
    assert levels(lisbon) == []


def test_who_is_reached_finds_it_under_my_work_until_it_is_done(lisbon, pierre, beatriz):
    late(lisbon, minutes=1)
    upkeep.settle()
    assert titles(pierre)["Escalated"] and not titles(beatriz)["Escalated"]

    late(lisbon, hours=2)
    upkeep.settle()
    assert titles(beatriz)["Escalated"] == [lisbon.request.title]

    lisbon.refresh_from_db()
    answering.answer(lisbon, ContributionDraft("Safe.", "A", "1"), by=pierre)
    assert not titles(pierre)["Escalated"] and not titles(beatriz)["Escalated"]


def test_the_secretariat_learns_who_is_late_and_nothing_else(lisbon, adler, sato, amina):
    late(lisbon, days=1)
    upkeep.settle()

    assert titles(adler)["Escalated"] == ["Portugal is late with a request from Kenya"]
    assert not titles(sato)["Escalated"]
    items = dict(my_work.sections(adler))["Escalated"]
    assert lisbon.request.title not in str(items) and items[0].url == "/offices/PRT/"
    assert Escalation.objects.visible_to(amina).get().level == 3


def test_a_breach_of_an_office_out_of_reach_is_labelled(lisbon, amina, signed_in):
    Destination.objects.filter(office__code="PRT").update(unreachable_since=timezone.now())
    late(lisbon, days=1)
    upkeep.settle()
    assert all(row.unreachable for row in lisbon.escalations.all())
    page = signed_in(amina).get(f"/requests/{lisbon.request}/").content.decode()
    assert "Office unreachable" in page and "The time limit has run out" in page


def test_the_clock_of_an_absent_office_begins_at_the_first_attempt(amina):
    request = sent(amina, "PRT", urgency="FLASH", necessity="A life is at risk.")
    tried = timezone.now() - timedelta(hours=2)
    Delivery.objects.update(first_attempt_at=tried)
    Destination.objects.filter(office__code="PRT").update(unreachable_since=tried)

    upkeep.settle()

    lisbon = recipient(request, "PRT")
    assert (lisbon.status, lisbon.clock_from) == ("QUEUED", tried)
    assert lisbon.ack_due == tried + timedelta(minutes=15)
    assert levels(lisbon) == [3] and lisbon.escalations.get().unreachable
    assert Message.objects.get(type="request.escalated").recipients == ["AGY", "KEN"]

    Destination.objects.filter(office__code="PRT").update(unreachable_since=None)
    deliver_all()
    lisbon.refresh_from_db()
    assert (lisbon.status, lisbon.reply_due) == ("DELIVERED", tried + timedelta(hours=1))


def test_an_officer_escalates_by_hand_before_the_clock_does(lisbon, pierre):
    assert escalation.raise_by_hand(lisbon, by=pierre) == 2
    assert escalation.raise_by_hand(lisbon, by=pierre) == 3
    with pytest.raises(NotReady, match="told already"):
        escalation.raise_by_hand(lisbon, by=pierre)
    assert all(row.by_hand for row in lisbon.escalations.all())


def test_the_office_that_asks_escalates_only_what_is_late(lisbon, amina):
    with pytest.raises(NotReady, match="no clock has run out"):
        escalation.raise_by_hand(lisbon, by=amina)
    late(lisbon, minutes=1)
    lisbon.refresh_from_db()
    assert escalation.raise_by_hand(lisbon, by=amina) == 3


def test_nobody_else_escalates(lisbon, joana, okello, auditor):
    for officer in (joana, okello, auditor):
        with pytest.raises(NotPermitted):
            escalation.raise_by_hand(lisbon, by=officer)


def test_the_button_escalates(lisbon, pierre, signed_in):
    browser, request = signed_in(pierre), lisbon.request
    assert "Escalate" in browser.get(f"/requests/{request}/").content.decode()
    browser.post(f"/requests/{request}/offices/PRT/escalate")
    assert levels(lisbon) == [2]


def test_a_head_who_is_also_on_duty_stands_on_both_rungs(lisbon, beatriz):
    with by_the_owner():
        RoleGrant.objects.create(officer=beatriz, office=beatriz.office, role="DUTY_OFFICER")
    beatriz.forget_rights()
    late(lisbon, minutes=1)
    upkeep.settle()
    assert titles(beatriz)["Escalated"]
