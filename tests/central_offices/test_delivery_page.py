"""The delivery page of an office: webhook, secret, ping, pause; and who may do what there.

How another way or address comes into force: test_endpoints.
"""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from standardwebhooks import Webhook

from central_offices.directory import entries
from central_offices.keys_and_clients import endpoints, webhooks
from central_offices.models import CentralOffice
from kernel import acting
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.delivery import backoff, delivering, webhook_calls
from ledger.models import Destination, Event, WebhookCall
from tests.ledger.hooks import hooked
from tests.ledger.messages import of, post
from tests.receivers import server

pytestmark = pytest.mark.django_db
VERBS = {
    "pause": lambda by, office: entries.pause(office, by=by, reason="r"),
    "resume": lambda by, office: entries.resume(office, by=by),
    "propose": lambda by, office: endpoints.propose(office, "MAILBOX", by=by),
    "renew_secret": lambda by, office: webhooks.renew_secret(office, by=by),
    "switch_on": lambda by, office: webhooks.switch_on(office, by=by),
    "ping": lambda by, office: webhooks.ping(office, by=by),
}
OTHERS = ["amina", "mutua", "beatriz", "sato", "lindqvist", "auditor"]


@pytest.fixture
def lisbon(db):
    return CentralOffice.objects.get(code="PRT")


def send(browser, address: str, **given):
    once = browser.get(address).context["form"]["once"].value()
    return browser.post(address, {"once": once, **given})


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", OTHERS)
def test_how_an_office_is_reached_is_for_its_head_and_administrators(
    verb, name, nairobi, request, signed_in
):
    by = request.getfixturevalue(name)
    with pytest.raises(NotPermitted):
        VERBS[verb](by, nairobi)
    assert signed_in(by).get("/offices/KEN/delivery").status_code == 403


@pytest.mark.parametrize("name", ["wanjiku", "adler"])
def test_its_head_and_administrators_may_and_the_ledger_says_so(name, nairobi, request):
    by = request.getfixturevalue(name)
    hooked("KEN", "https://nairobi.example/in")
    for verb in ("pause", "resume", "propose", "ping"):
        VERBS[verb](by, nairobi)

    verbs = Event.objects.filter(actor=by, seq__isnull=False).order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == [
        "office.pause",
        "office.resume",
        "endpointchange.propose",
        "webhook.ping",
    ]


def test_who_must_know_is_told_of_a_pause(
    adler, wanjiku, nairobi, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        entries.pause(nairobi, by=adler, reason="r")
    told = {one.to[0]: one.body for one in mail.outbox}
    assert adler.name in told[wanjiku.email] and adler.email not in told


def test_an_old_proof_pauses_nothing(adler, nairobi, signed_in):
    browser = signed_in(adler, proof=3600)
    once = browser.get("/offices/KEN/pause").context["form"]["once"].value()
    browser.post("/offices/KEN/pause", {"once": once, "reason": "r"})
    assert not Destination.objects.filter(office=nairobi).exclude(paused_at=None).exists()


@pytest.mark.parametrize(
    "url",
    [
        "http://lisbon.example/in",
        "https://lisbon.example:22/in",
        "https://127.0.0.1/in",
        "https://[::1]/in",
        "https://169.254.169.254/latest",
        "https://10.0.0.8/in",
        "https://me:secret@lisbon.example/in",
        "ftp://lisbon.example/in",
        "lisbon.example/in",
        "https://",
        "https://lisbon.example:99999/",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_is_never_called_is_refused_in_a_sentence(beatriz, lisbon, signed_in, url):
    with pytest.raises(NotReady):
        endpoints.propose(lisbon, "WEBHOOK", url, by=beatriz)

    page = send(signed_in(beatriz), "/offices/PRT/receive", mode="WEBHOOK", url=url)

    assert page.status_code == 200 and page.context["form"].errors["url"]
    assert Destination.objects.get(office=lisbon).mode == "BROWSER"


def test_a_webhook_needs_an_address(beatriz, signed_in):
    page = send(signed_in(beatriz), "/offices/PRT/receive", mode="WEBHOOK", url="")
    assert "Write the address" in page.text


def test_a_ping_is_signed_outside_the_lanes_and_its_result_is_shown(
    beatriz, lisbon, receiver, signed_in
):
    row, secret = hooked("PRT", receiver.url)
    browser = signed_in(beatriz)
    browser.post("/offices/PRT/ping")
    assert webhook_calls.run() == 1 and webhook_calls.run() == 0

    (got,) = receiver.got
    body = Webhook(secret).verify(got.body, got.headers)
    assert (body["type"], body["seq"], body["lane"]) == ("ping", None, None)
    row.refresh_from_db()
    assert (row.urgent_seq, row.normal_seq) == (0, 0)
    assert "Ping" in browser.get("/offices/PRT/delivery").text
    assert WebhookCall.objects.get().http_status == 200


def test_a_ping_that_fails_says_why(beatriz, lisbon, receiver):
    hooked("PRT", receiver.url)
    receiver.behaviour = server.says(404)
    webhooks.ping(lisbon, by=beatriz)
    webhook_calls.run()

    call = WebhookCall.objects.get()
    assert (call.error, call.http_status) == ("Nobody receives at this address (404).", 404)


def test_a_ping_that_gets_through_ends_the_outage(beatriz, lisbon, receiver):
    row, _secret = hooked("PRT", receiver.url)
    ago = timezone.now() - timedelta(hours=1)
    Destination.objects.filter(pk=row.pk).update(
        failures=9, failing_since=ago, unreachable_since=ago, next_attempt_at=timezone.now()
    )
    webhooks.ping(lisbon, by=beatriz)
    webhook_calls.run()

    row.refresh_from_db()
    assert (row.failures, row.unreachable_since, row.next_attempt_at) == (0, None, None)


def test_a_delivered_message_is_sent_once_more_under_its_id(
    amina, beatriz, lisbon, receiver, signed_in
):
    row, _secret = hooked("PRT", receiver.url)
    message = post(amina, "PRT")
    delivering.deliver(row.pk)

    signed_in(beatriz).post(f"/offices/PRT/redeliver/{of(message, row).pk}")
    webhook_calls.run()

    first, again = receiver.got
    assert first.body == again.body
    assert first.headers["webhook-id"] == again.headers["webhook-id"] == str(message.pk)


def test_what_was_not_delivered_is_not_sent_that_way(amina, beatriz, lisbon, receiver):
    row, _secret = hooked("PRT", receiver.url)
    message = post(amina, "PRT")

    with pytest.raises(WrongState):
        webhooks.redeliver(lisbon, of(message, row), by=beatriz)


def test_a_message_of_another_office_is_missing(amina, beatriz, signed_in, receiver):
    hooked("PRT", receiver.url)
    message = post(amina, "BRA")
    other = Destination.objects.get(office__code="BRA")
    delivering.deliver(other.pk)

    answer = signed_in(beatriz).post(f"/offices/PRT/redeliver/{of(message, other).pk}")
    assert answer.status_code == 404


def test_the_page_shows_calls_in_words_and_answers_to_the_agency_only(
    amina, beatriz, adler, receiver, signed_in
):
    row, _secret = hooked("PRT", receiver.url)
    receiver.behaviour = server.says(500, b"stack trace of Lisbon")
    post(amina, "PRT", type="test.secret")
    delivering.deliver(row.pk)

    head = signed_in(beatriz).get("/offices/PRT/delivery").text
    assert "Its system has a fault (500)." in head and "500" in head
    assert "stack trace" not in head
    assert "test.secret" not in head  # nobody there sees it before it is delivered
    agency = signed_in(adler).get("/offices/PRT/delivery").text
    assert "stack trace of Lisbon" in agency and "test.secret" in agency


def test_whoever_can_mend_it_is_told_when_a_webhook_is_switched_off(
    beatriz, adler, amina, receiver, signed_in, django_capture_on_commit_callbacks
):
    row, _secret = hooked("PRT", receiver.url)
    with django_capture_on_commit_callbacks(execute=True), acting.acting_as(acting.PUBLIC):
        backoff.switch_off(row, "FAILING")

    told = {to for message in mail.outbox for to in message.to}
    assert told == {beatriz.email, adler.email, "benes@office.test"}
    assert "every attempt of five days failed" in mail.outbox[0].body
    for officer in (beatriz, adler):
        assert "the webhook is not called any more" in signed_in(officer).get("/").text
    assert "is not called any more" not in signed_in(amina).get("/").text

    send(signed_in(beatriz), "/offices/PRT/switch-on")
    row.refresh_from_db()
    assert (row.disabled_at, row.failures) == (None, 0)


def test_the_secret_form_sent_twice_makes_one_secret(beatriz, receiver, signed_in):
    row, _secret = hooked("PRT", receiver.url)
    browser = signed_in(beatriz)
    once = browser.get("/offices/PRT/secret").context["form"]["once"].value()
    assert "whsec_" in browser.post("/offices/PRT/secret", {"once": once}).text
    assert browser.post("/offices/PRT/secret", {"once": once}).status_code == 302

    assert row.secrets.count() == 2


def test_the_secret_is_the_offices_own(adler, beatriz, lisbon, signed_in):
    hooked("PRT", "https://lisbon.example/in")

    with pytest.raises(NotPermitted):
        webhooks.renew_secret(lisbon, by=adler)
    assert "/offices/PRT/secret" not in signed_in(adler).get("/offices/PRT/delivery").text
    assert "/offices/PRT/secret" in signed_in(beatriz).get("/offices/PRT/delivery").text
    hooked("BRA", "https://brasilia.example/in")
    with pytest.raises(NotPermitted):  # nor where it has none: a head comes first
        webhooks.renew_secret(CentralOffice.objects.get(code="BRA"), by=adler)
