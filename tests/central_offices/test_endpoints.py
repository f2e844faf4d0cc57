"""Nobody alone decides where an office's messages go: two persons do, one of them of the office."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from standardwebhooks import Webhook

from central_offices.keys_and_clients import endpoints
from central_offices.models import CentralOffice, EndpointChange, Role
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.delivery import delivering
from ledger.models import Destination, Event
from tests import systems, world
from tests.ledger.hooks import hooked
from tests.ledger.messages import post
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://elsewhere.example/in"


@pytest.fixture
def lisbon(db):
    return CentralOffice.objects.get(code="PRT")


@pytest.fixture
def brasilia(db):
    """An office without any head."""
    return CentralOffice.objects.get(code="BRA")


@pytest.fixture
def joana_leads(joana):
    """Brasilia's officer as its head, beside nobody."""
    return lead(joana)


def lead(officer):
    systems.give(officer, Role.HEAD)
    return world.officer(officer.email.partition("@")[0])


def way(office) -> tuple[str, str]:
    return Destination.objects.values_list("mode", "url").get(office=office)


def send(browser, address: str, **given):
    once = browser.get(address).context["form"]["once"].value()
    return browser.post(address, {"once": once, **given})


def test_an_administrator_alone_leads_no_message_elsewhere(
    adler, amina, beatriz, lisbon, receiver, signed_in
):
    row, secret = hooked("PRT", receiver.url)
    browser = signed_in(adler)
    send(browser, "/offices/PRT/receive", mode="WEBHOOK", url=ELSEWHERE)
    change = endpoints.waiting(lisbon)
    assert "Elsewhere".lower() in browser.get("/offices/PRT/delivery").text

    with pytest.raises(NotPermitted):
        endpoints.confirm(change, by=adler)
    address = f"/offices/PRT/receive/{change.pk}/confirm"
    send(browser, address)
    assert way(lisbon) == ("WEBHOOK", receiver.url)
    post(amina, "PRT")
    delivering.deliver(row.pk)
    Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)


def test_two_administrators_do_not_where_the_office_has_a_head(adler, benes, lisbon):
    change, secret = endpoints.propose(lisbon, "WEBHOOK", ELSEWHERE, by=adler)
    with pytest.raises(NotPermitted):
        endpoints.confirm(change, by=benes)
    assert (way(lisbon), secret) == (("BROWSER", ""), "")


def test_a_head_confirms_and_sees_the_secret_once(
    adler, amina, beatriz, lisbon, receiver, signed_in
):
    change, secret = endpoints.propose(lisbon, "WEBHOOK", receiver.url, by=adler)
    assert secret == ""
    browser = signed_in(beatriz)
    assert receiver.url in browser.get("/approvals").text
    assert way(lisbon) == ("BROWSER", "")

    shown = send(browser, f"/offices/PRT/receive/{change.pk}/confirm")

    assert "whsec_" in shown.text and shown["Cache-Control"].startswith("max-age=0")
    post(amina, "PRT")
    assert delivering.deliver(lisbon.destination.pk) == 1
    Webhook(shown.context["shown"][1][1]).verify(receiver.got[0].body, receiver.got[0].headers)
    assert "whsec_" not in browser.get("/offices/PRT/delivery").text
    assert receiver.url not in browser.get("/approvals").text


def test_a_heads_own_change_needs_another_person_too(adler, beatriz, pierre, lisbon, signed_in):
    shown = send(signed_in(beatriz), "/offices/PRT/receive", mode="WEBHOOK", url=ELSEWHERE)
    assert "whsec_" in shown.text  # the head sees the secret, whoever confirms
    change = endpoints.waiting(lisbon)
    for nobody in (beatriz, pierre):
        with pytest.raises(NotPermitted):
            endpoints.confirm(change, by=nobody)

    assert endpoints.confirm(change, by=adler) == ""
    assert way(lisbon) == ("WEBHOOK", ELSEWHERE)


def test_another_head_of_the_office_confirms(beatriz, pierre, lisbon):
    second = lead(pierre)
    change, _secret = endpoints.propose(lisbon, "MAILBOX", by=beatriz)

    endpoints.confirm(change, by=second)

    assert way(lisbon) == ("MAILBOX", "")


def test_a_head_of_another_office_is_no_second_person(adler, wanjiku, lisbon, signed_in):
    change, _secret = endpoints.propose(lisbon, "MAILBOX", by=adler)
    for step in (endpoints.confirm, endpoints.decline, endpoints.withdraw):
        with pytest.raises(NotPermitted):
            step(change, by=wanjiku)
    browser = signed_in(wanjiku)
    assert browser.get(f"/offices/PRT/receive/{change.pk}/confirm").status_code == 403
    assert browser.get(f"/offices/KEN/receive/{change.pk}/confirm").status_code == 404


def test_a_change_that_an_ex_head_proposed_is_not_for_an_administrator(adler, beatriz, lisbon):
    change, _secret = endpoints.propose(lisbon, "MAILBOX", by=beatriz)
    lead(world.officer("pierre"))
    with by_the_owner():
        beatriz.grants.update(valid_to=timezone.now())
    with pytest.raises(NotPermitted):
        endpoints.confirm(change, by=adler)


def test_an_office_without_a_head_gets_one_before_its_delivery_changes(adler, brasilia):
    with pytest.raises(NotReady, match="Make somebody its head first"):
        endpoints.propose(brasilia, "WEBHOOK", ELSEWHERE, by=adler)


def test_once_it_has_a_head_two_administrators_are_not_enough(adler, benes, brasilia, joana_leads):
    change, _secret = endpoints.propose(brasilia, "BROWSER", by=adler)
    with pytest.raises(NotPermitted):
        endpoints.confirm(change, by=benes)
    endpoints.confirm(change, by=joana_leads)
    assert way(brasilia) == ("BROWSER", "")


def test_a_change_is_declined_or_withdrawn_and_nothing_changes(adler, beatriz, lisbon, signed_in):
    first, _secret = endpoints.propose(lisbon, "MAILBOX", by=adler)
    with pytest.raises(NotPermitted):
        endpoints.decline(first, by=adler)
    send(signed_in(beatriz), f"/offices/PRT/receive/{first.pk}/decline", reason="Nobody asked us")
    second, _secret = endpoints.propose(lisbon, "MAILBOX", by=adler)
    with pytest.raises(NotPermitted):
        endpoints.withdraw(second, by=beatriz)
    send(signed_in(adler), f"/offices/PRT/receive/{second.pk}/withdraw")

    assert way(lisbon) == ("BROWSER", "")
    states = EndpointChange.objects.order_by("proposed_at").values_list("status", flat=True)
    assert list(states) == ["DECLINED", "WITHDRAWN"]
    for change, by in ((first, beatriz), (second, beatriz)):
        change.refresh_from_db()
        with pytest.raises(WrongState):
            endpoints.confirm(change, by=by)


def test_without_an_answer_it_lapses_after_seven_days(adler, beatriz, lisbon, signed_in):
    change, _secret = endpoints.propose(lisbon, "MAILBOX", by=adler)
    assert endpoints.lapse_due() == 0
    EndpointChange.objects.update(lapses_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(WrongState):
        endpoints.confirm(change, by=beatriz)
    assert "waits for a second person" not in signed_in(beatriz).get("/offices/PRT/delivery").text
    again, _secret = endpoints.propose(lisbon, "MAILBOX", by=adler)
    change.refresh_from_db()
    assert (change.status, again.status) == ("LAPSED", "PENDING")
    assert (again.lapses_at - again.proposed_at).days in (6, 7)
    EndpointChange.objects.update(lapses_at=timezone.now() - timedelta(seconds=1))
    assert endpoints.lapse_due() == 1
    assert way(lisbon) == ("BROWSER", "")


def test_one_change_waits_at_a_time(adler, beatriz, lisbon):
    endpoints.propose(lisbon, "MAILBOX", by=adler)
    with pytest.raises(WrongState):
        endpoints.propose(lisbon, "WEBHOOK", ELSEWHERE, by=beatriz)


def test_what_is_so_already_is_no_change(beatriz, lisbon):
    with pytest.raises(WrongState):
        endpoints.propose(lisbon, "BROWSER", by=beatriz)


def test_an_address_that_is_never_called_is_not_confirmed_either(
    adler, beatriz, lisbon, receiver, settings
):
    change, _secret = endpoints.propose(lisbon, "WEBHOOK", receiver.url, by=adler)
    settings.OUTBOUND_ALLOW = []

    with pytest.raises(NotReady):
        endpoints.confirm(change, by=beatriz)
    assert way(lisbon) == ("BROWSER", "")


def test_the_database_knows_that_it_takes_two(adler, lisbon):
    change, _secret = endpoints.propose(lisbon, "MAILBOX", by=adler)
    rows = EndpointChange.objects.filter(pk=change.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(decided_by=adler, decided_at=timezone.now(), status="CONFIRMED")


def test_whoever_can_confirm_is_told_without_the_address(
    adler, benes, beatriz, lisbon, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        change, _secret = endpoints.propose(lisbon, "WEBHOOK", ELSEWHERE, by=adler)
    assert [sent.to for sent in mail.outbox] == [[beatriz.email]]
    with django_capture_on_commit_callbacks(execute=True):
        endpoints.decline(change, by=beatriz)
        endpoints.propose(lisbon, "WEBHOOK", ELSEWHERE, by=beatriz)
    assert {sent.to[0] for sent in mail.outbox[1:]} == {adler.email, benes.email}
    assert "elsewhere" not in " ".join(sent.body + sent.subject for sent in mail.outbox)


def test_the_ledger_keeps_who_and_the_addresses_apart(adler, beatriz, lisbon):
    change, _secret = endpoints.propose(lisbon, "WEBHOOK", ELSEWHERE, by=adler)
    endpoints.confirm(change, by=beatriz)

    proposed, confirmed = Event.objects.filter(subject_id=change.pk).order_by("at")
    assert (proposed.verb, proposed.actor) == ("endpointchange.propose", adler)
    assert (confirmed.verb, confirmed.actor) == ("endpointchange.confirm", beatriz)
    assert "elsewhere" not in str(proposed.data) + str(confirmed.data)
    assert proposed.detail.body["after"] == ELSEWHERE
