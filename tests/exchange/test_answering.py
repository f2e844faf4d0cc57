"""A requested office's side: acknowledging, answering, refusing, deferring, asking back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from exchange.clocks import deadlines
from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Contribution, RefusalGround, RequestRecipient
from exchange.views import my_work
from kernel.errors import NotPermitted, NotReady
from ledger.models import Message
from tests.exchange.conftest import deliver_all, draft, recipient, sent

pytestmark = pytest.mark.django_db
ANSWER = ContributionDraft("It belongs to Lda Maré.", "A", "1")


@pytest.fixture
def request_(amina):
    """A request that has arrived in Lisbon and Brasília."""
    request = sent(amina, "PRT", "BRA")
    deliver_all()
    return request


@pytest.fixture
def lisbon(request_):
    return recipient(request_, "PRT")


def not_held() -> RefusalGround:
    return RefusalGround.objects.in_force().get(code="DATA_NOT_HELD")


def test_both_clocks_start_at_the_delivery(lisbon):
    assert lisbon.ack_due - lisbon.delivered_at == timedelta(days=1)
    assert lisbon.reply_due - lisbon.delivered_at == timedelta(days=7)
    assert lisbon.next_due == lisbon.ack_due


def test_what_the_sender_asked_for_goes_before_the_time_limit(amina):
    until = timezone.now() + timedelta(days=3)
    request = sent(amina, "PRT", reply_due=until)
    deliver_all()
    assert recipient(request, "PRT").reply_due == until


def test_a_type_may_have_a_time_limit_of_its_own(amina):
    request = sent(amina, "PRT", type="DNA_MATCH", urgency="URGENT", necessity="Perishing.")
    request.refresh_from_db()
    assert request.status == "PENDING_APPROVAL"

    assert deadlines.rule_for(request).reply_minutes == 3 * 1440


def test_acknowledging_starts_the_clock_of_the_reply(lisbon, pierre):
    answering.acknowledge(lisbon, by=pierre)

    assert (lisbon.status, lisbon.acknowledged_by) == ("ACKNOWLEDGED", pierre)
    assert lisbon.next_due == lisbon.reply_due
    assert Message.objects.filter(type="request.acknowledged").get().recipients == ["KEN"]


def test_whoever_answers_at_once_acknowledges_with_it(lisbon, pierre):
    answering.answer(lisbon, ANSWER, by=pierre)
    assert lisbon.status == "ANSWERED" and lisbon.acknowledged_by == pierre
    assert lisbon.next_due is None


def test_an_answer_is_seen_by_the_other_side_once_it_is_delivered(lisbon, pierre, amina, joana):
    answering.answer(lisbon, ANSWER, by=pierre)
    assert Contribution.objects.visible_to(pierre).exists()
    assert not Contribution.objects.visible_to(amina).exists()

    deliver_all()

    assert Contribution.objects.visible_to(amina).get().text == ANSWER.text
    assert not Contribution.objects.visible_to(joana).exists()


def test_a_part_of_the_answer_keeps_the_request_open(lisbon, pierre):
    answering.answer(lisbon, ANSWER, by=pierre, partial=True)
    assert lisbon.status == "PARTIAL" and lisbon.next_due == lisbon.reply_due
    answering.answer(lisbon, ANSWER, by=pierre)
    assert lisbon.status == "ANSWERED"


def test_an_answer_says_how_far_it_can_be_relied_on(lisbon, pierre):
    with pytest.raises(NotReady, match="reliable"):
        answering.answer(lisbon, ContributionDraft("It belongs to Lda Maré."), by=pierre)


def test_an_answer_above_the_clearance_is_not_seen(lisbon, pierre, amina, okello):
    answering.answer(lisbon, ANSWER._replace(classification=2), by=pierre)
    deliver_all()
    assert Contribution.objects.visible_to(amina).exists()
    assert not Contribution.objects.visible_to(okello).exists()


def test_a_refusal_has_a_ground_reasons_and_a_contact(lisbon, pierre):
    with pytest.raises(NotReady, match="contact"):
        answering.refuse(
            lisbon, ContributionDraft("We hold nothing."), by=pierre, ground=not_held(), contact=""
        )
    with pytest.raises(NotReady, match="what you want to say"):
        answering.refuse(
            lisbon, ContributionDraft(" "), by=pierre, ground=not_held(), contact="Rui"
        )

    answering.refuse(
        lisbon, ContributionDraft("We hold nothing."), by=pierre, ground=not_held(), contact="Rui"
    )
    assert lisbon.status == "REFUSED"
    data = Message.objects.get(type="request.refused").data
    assert (data["ground"], data["contact"]) == ("DATA_NOT_HELD", "Rui")


def test_the_database_refuses_a_refusal_without_a_ground(lisbon):
    with pytest.raises(IntegrityError, match="refusal_has_ground"), transaction.atomic():
        RequestRecipient.objects.filter(pk=lisbon.pk).update(status="REFUSED")


def test_deferring_needs_a_time_in_the_future_and_says_why(lisbon, pierre):
    soon = timezone.now() + timedelta(days=2)
    with pytest.raises(NotReady, match="future"):
        answering.defer(
            lisbon, ContributionDraft("A judge decides."), by=pierre, until=timezone.now()
        )

    answering.defer(lisbon, ContributionDraft("A judge decides."), by=pierre, until=soon)
    assert (lisbon.status, lisbon.next_due) == ("DEFERRED", soon)
    answering.start(lisbon, by=pierre)
    assert lisbon.next_due == lisbon.reply_due


def test_asking_back_stops_the_clock_until_the_clarification(lisbon, pierre, amina):
    due = lisbon.reply_due
    answering.ask(lisbon, ContributionDraft("Which boat?"), by=pierre)
    assert lisbon.status == "CLARIFICATION" and lisbon.next_due is None
    day_ago = timezone.now() - timedelta(days=1)
    RequestRecipient.objects.filter(pk=lisbon.pk).update(paused_at=day_ago)
    deliver_all()

    lisbon.refresh_from_db()
    answering.clarify(lisbon, ContributionDraft("The blue one.", "A", "1"), by=amina)

    assert lisbon.status == "IN_PROGRESS"
    assert timedelta(days=1) <= lisbon.reply_due - due < timedelta(days=1, minutes=5)
    assert 86400 <= lisbon.paused_seconds < 86700


def test_one_asks_back_twice_at_most(lisbon, pierre, amina):
    for _ in range(2):
        answering.ask(lisbon, ContributionDraft("Which boat?"), by=pierre)
        answering.clarify(lisbon, ContributionDraft("The blue one.", "A", "1"), by=amina)
    with pytest.raises(NotReady, match="asked twice"):
        answering.ask(lisbon, ContributionDraft("Which one?"), by=pierre)


def test_asking_further_opens_an_answered_request_again(lisbon, pierre, amina):
    answering.answer(lisbon, ANSWER, by=pierre)
    answering.ask_again(lisbon, ContributionDraft("Since when?"), by=amina)

    assert lisbon.status == "IN_PROGRESS" and lisbon.next_due is not None
    assert not Contribution.objects.visible_to(pierre).filter(kind="FOLLOW_UP").exists()
    deliver_all()
    assert Contribution.objects.visible_to(pierre).filter(kind="FOLLOW_UP").exists()


def test_taking_and_handing_over_stay_within_the_office(lisbon, pierre, beatriz, amina):
    answering.assign(lisbon, by=pierre)
    assert (lisbon.status, lisbon.assigned_to) == ("ASSIGNED", pierre)
    answering.start(lisbon, by=pierre)
    answering.assign(lisbon, by=pierre, to=beatriz)
    assert (lisbon.status, lisbon.assigned_to) == ("IN_PROGRESS", beatriz)
    with pytest.raises(NotReady, match="can't answer"):
        answering.assign(lisbon, by=pierre, to=amina)


@pytest.mark.parametrize("name", ["amina", "joana", "arun", "adler", "auditor"])
def test_nobody_else_answers_for_an_office(lisbon, name, request):
    with pytest.raises(NotPermitted):
        answering.answer(lisbon, ANSWER, by=request.getfixturevalue(name))


def test_nobody_works_on_what_has_not_arrived(amina, pierre):
    request = sent(amina, "PRT")
    with pytest.raises(NotPermitted):  # who does not see it yet learns nothing of it
        answering.acknowledge(recipient(request, "PRT"), by=pierre)
    with pytest.raises(IntegrityError), transaction.atomic():
        request.recipients.update(status="ACKNOWLEDGED", acknowledged_at=timezone.now())


def test_a_note_is_for_those_who_see_the_request(amina, arun):
    request = draft(amina, "PRT")
    answering.note(request, "Ask Rui.", by=amina)
    with pytest.raises(NotPermitted):
        answering.note(request, "Me too.", by=arun)


def test_an_answer_in_part_is_found_under_my_work_by_who_asked(lisbon, pierre, amina):
    answering.answer(lisbon, ANSWER, by=pierre, partial=True)
    deliver_all()

    found = dict(my_work.sections(amina))["Answers to your requests"]
    assert [item.title for item in found] == [lisbon.request.title]
