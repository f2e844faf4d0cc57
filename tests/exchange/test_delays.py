"""Time that an office needs: a judge, a deferral, and what is closed when nobody says more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from central_offices.models import CentralOffice
from exchange import upkeep
from exchange.conversation import answering, delays
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Contribution, RequestRecipient
from exchange.requests import sending
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Event, Message
from tests import systems
from tests.exchange.conftest import deliver_all, recipient, sent

pytestmark = pytest.mark.django_db
WHY = ContributionDraft("The register is sealed; a judge has to open it.")
ANSWER = ContributionDraft("Maré Lda.", "A", "1")


@pytest.fixture
def lisbon(amina):
    request = sent(amina, "PRT")
    deliver_all()
    return recipient(request, "PRT")


def in_days(days: int):
    return timezone.now() + timedelta(days=days)


def answered_long_ago(row, days: int) -> None:
    RequestRecipient.objects.filter(pk=row.pk).update(answered_at=in_days(-days))


def test_an_authorisation_extends_the_clock_and_is_told(lisbon, pierre, amina):
    until = in_days(30)
    delays.need_authorisation(lisbon, WHY, by=pierre, until=until)

    assert lisbon.status == "IN_PROGRESS" and lisbon.acknowledged_by == pierre
    assert lisbon.authorisation_until == lisbon.reply_due == lisbon.next_due == until
    message = Message.objects.get(type="request.authorisation_needed")
    assert message.recipients == ["KEN"] and message.data["until"] == until.isoformat()
    deliver_all()
    assert Contribution.objects.visible_to(amina).get().kind == "AUTHORISATION"


def test_it_never_shortens_the_clock_and_may_be_said_again(lisbon, pierre):
    due = lisbon.reply_due
    delays.need_authorisation(lisbon, WHY, by=pierre, until=in_days(2))
    assert lisbon.reply_due == due
    delays.need_authorisation(lisbon, WHY, by=pierre, until=in_days(20))
    assert lisbon.reply_due > due


def test_it_says_why_and_until_when(lisbon, pierre):
    with pytest.raises(NotReady):
        delays.need_authorisation(lisbon, ContributionDraft(" "), by=pierre, until=in_days(2))
    with pytest.raises(NotReady, match="future"):
        delays.need_authorisation(lisbon, WHY, by=pierre, until=in_days(-1))


def test_only_the_office_that_is_asked_says_it_and_only_while_it_works(lisbon, pierre, amina):
    with pytest.raises(NotPermitted):
        delays.need_authorisation(lisbon, WHY, by=amina, until=in_days(2))
    answering.answer(lisbon, ANSWER, by=pierre)
    with pytest.raises(WrongState):
        delays.need_authorisation(lisbon, WHY, by=pierre, until=in_days(2))


def test_both_sides_read_the_label(lisbon, pierre, amina, signed_in):
    address, request = f"/requests/{lisbon.request}/offices/PRT/authorise", lisbon.request
    browser = signed_in(pierre)
    form = browser.get(address).context["form"]
    words = {
        "once": form["once"].value(),
        "text": WHY.text,
        "until": in_days(30).strftime("%Y-%m-%dT%H:%M"),
        "classification": "1",
    }
    assert browser.post(address, words).status_code == 302
    deliver_all()
    assert "the time limit is extended" in browser.get(f"/requests/{request}/").content.decode()
    page = signed_in(amina).get(f"/requests/{request}/").content.decode()
    assert "Judicial authorisation needed" in page and WHY.text in page


def test_a_system_says_it_over_the_api(amina):
    request = sent(amina, "BRA")
    deliver_all()
    system = systems.calling(systems.register(CentralOffice.objects.get(code="BRA")))
    words = {"text": WHY.text, "until": in_days(30).isoformat()}
    reply = system.post(f"/api/v1/requests/{request.pk}/need-authorisation/", words)
    assert reply.status_code == 200, reply.content
    assert reply.json()["recipients"][0]["authorisation_until"]


def test_a_deferral_comes_back_overdue(lisbon, pierre):
    answering.defer(lisbon, WHY, by=pierre, until=in_days(20))
    upkeep.settle()
    assert recipient(lisbon.request, "PRT").status == "DEFERRED"

    past = timezone.now() - timedelta(minutes=5)
    begun = {"clock_from": in_days(-20), "ack_due": in_days(-19), "reply_due": in_days(-9)}
    RequestRecipient.objects.update(deferred_until=past, next_due=past, **begun)
    upkeep.settle()
    upkeep.settle()

    lisbon.refresh_from_db()
    assert (lisbon.status, lisbon.next_due) == ("IN_PROGRESS", past)
    assert Event.objects.filter(verb="requestrecipient.come_back").count() == 1


def test_what_was_answered_is_closed_after_thirty_days(lisbon, pierre):
    answering.answer(lisbon, ANSWER, by=pierre)
    answered_long_ago(lisbon, 29)
    upkeep.settle()
    assert recipient(lisbon.request, "PRT").status == "ANSWERED"

    answered_long_ago(lisbon, 31)
    upkeep.settle()
    upkeep.settle()

    lisbon.refresh_from_db()
    lisbon.request.refresh_from_db()
    assert (lisbon.status, lisbon.request.status) == ("CLOSED", "CLOSED")
    assert Message.objects.get(type="request.closed").recipients == ["PRT"]


def test_a_request_stays_open_while_one_office_is_at_work(amina, pierre):
    request = sent(amina, "PRT", "BRA")
    deliver_all()
    lisbon = recipient(request, "PRT")
    answering.answer(lisbon, ANSWER, by=pierre)
    answered_long_ago(lisbon, 31)
    upkeep.settle()
    request.refresh_from_db()
    assert (recipient(request, "PRT").status, request.status) == ("CLOSED", "SENT")


def test_asking_further_opens_it_again(lisbon, pierre, amina):
    answering.answer(lisbon, ANSWER, by=pierre)
    sending.close(lisbon.request, by=amina)
    lisbon.refresh_from_db()

    answering.ask_again(lisbon, ContributionDraft("Since when?"), by=amina)

    lisbon.request.refresh_from_db()
    assert (lisbon.status, lisbon.request.status) == ("IN_PROGRESS", "SENT")
    assert lisbon.closed_at is None and lisbon.next_due > timezone.now()


def test_nobody_asks_further_about_what_was_recalled(lisbon, amina, pierre):
    answering.answer(lisbon, ANSWER, by=pierre)
    answered_long_ago(lisbon, 31)
    RequestRecipient.objects.filter(pk=lisbon.pk).update(status="CLOSED")
    sending.recall(lisbon.request, by=amina, reason="A mistake")
    lisbon.refresh_from_db()
    with pytest.raises(NotPermitted):
        answering.ask_again(lisbon, ContributionDraft("Since when?"), by=amina)
