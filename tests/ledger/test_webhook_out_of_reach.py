"""A webhook that fails: its circuit, its back-off, its end; and the secrets it is signed with."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from ledger.delivery import backoff, delivering, leases, standard_webhooks
from ledger.models import Delivery, Destination, Event, WebhookSecret
from tests.ledger.hooks import at_once, hooked
from tests.ledger.messages import of, post
from tests.receivers import server

pytestmark = pytest.mark.django_db
Status = Delivery.Status


def test_retry_after_is_honoured_up_to_an_hour(amina, hook, receiver):
    receiver.behaviour = server.says(429, Retry_After="600")
    post(amina, "PRT")
    delivering.deliver(hook.pk)
    hook.refresh_from_db()
    assert hook.next_attempt_at > timezone.now() + timedelta(seconds=590)

    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    patience = standard_webhooks._patience
    assert patience("86400", at) == 3600
    assert patience("9" * 400, at) == 3600
    assert patience("Sun, 22 Nov 2026 12:05:00 GMT", at) == 300
    assert patience("Sun, 22 Nov 2026 11:05:00 GMT", at) == 0
    assert [patience(odd, at) for odd in ("", "-5", "soon", "1.5")] == [0, 0, 0, 0]


def test_after_five_failures_the_circuit_is_open_and_one_call_probes(amina, hook, receiver):
    receiver.behaviour = server.says(503)
    for _ in range(3):
        post(amina, "PRT")
    for number in range(leases.CIRCUIT):
        hook.refresh_from_db()
        assert hook.unreachable_since is None
        at_once(hook)
        delivering.deliver(hook.pk)
        assert len(receiver.got) == number + 1

    hook.refresh_from_db()
    assert hook.unreachable_since == hook.failing_since
    assert Event.objects.filter(verb="webhook.unreachable").count() == 1
    at_once(hook)
    assert delivering.deliver(hook.pk, probe=False) == 0 and len(receiver.got) == leases.CIRCUIT
    assert delivering.due_destinations(circuit_open=False) == []
    assert delivering.due_destinations(circuit_open=True) == [hook.pk]

    receiver.behaviour = server.well
    assert delivering.probe() == 3
    hook.refresh_from_db()
    assert (hook.unreachable_since, hook.failures) == (None, 0)
    assert Event.objects.filter(verb="webhook.reached").count() == 1


def test_of_an_office_out_of_reach_everything_that_waits_counts_as_tried(amina, hook, receiver):
    receiver.behaviour = server.says(503)
    first, second = post(amina, "PRT"), post(amina, "PRT")
    delivering.deliver(hook.pk)
    assert of(first, hook).first_attempt_at and not of(second, hook).first_attempt_at

    for _ in range(leases.CIRCUIT - 1):
        at_once(hook)
        delivering.deliver(hook.pk)
    assert of(second, hook).first_attempt_at and not of(second, hook).posted_at


def test_the_wait_never_exceeds_its_ceiling(amina, hook, receiver):
    receiver.behaviour = server.says(503)
    post(amina, "PRT")
    cases = [(0, None, 1), (3, 10, 8), (20, 10, 30), (20, 3600, 900), (20, 400, 100)]
    for failures, outage, ceiling in cases:
        for _ in range(5):
            since = outage and timezone.now() - timedelta(seconds=outage)
            Destination.objects.filter(pk=hook.pk).update(
                failures=failures, failing_since=since, next_attempt_at=None
            )
            delivering.deliver(hook.pk)
            hook.refresh_from_db()
            assert hook.next_attempt_at - timezone.now() <= timedelta(seconds=ceiling + 1)


def test_410_switches_the_webhook_off_and_what_is_meant_for_it_waits(amina, hook, receiver):
    receiver.behaviour = server.says(410)
    message = post(amina, "PRT")
    delivering.deliver(hook.pk)

    hook.refresh_from_db()
    assert hook.disabled_at and hook.disabled_why == "GONE"
    assert of(message, hook).status == Status.QUEUED
    at_once(hook)
    assert delivering.deliver(hook.pk) == 0 and len(receiver.got) == 1
    assert delivering.due_destinations() == []
    assert Event.objects.get(verb="webhook.switch_off").data == {"office": "PRT", "why": "GONE"}


def test_after_five_days_of_failures_it_is_switched_off_once(amina, hook, receiver, monkeypatch):
    told = []
    monkeypatch.setattr(backoff.receipts, "_switched_off", [lambda row, why: told.append(why)])
    receiver.behaviour = server.says(503)
    post(amina, "PRT")
    delivering.deliver(hook.pk)
    ago = timezone.now() - timedelta(days=4, hours=23)
    Destination.objects.filter(pk=hook.pk).update(failing_since=ago, next_attempt_at=None)
    delivering.deliver(hook.pk)
    assert told == []

    ago = timezone.now() - timedelta(days=5, minutes=1)
    Destination.objects.filter(pk=hook.pk).update(failing_since=ago, next_attempt_at=None)
    delivering.deliver(hook.pk)

    hook.refresh_from_db()
    assert hook.disabled_why == "FAILING" and told == ["FAILING"]


def test_while_a_secret_is_renewed_both_sign_for_a_day(amina, hook, receiver):
    new = standard_webhooks.new_secret(hook)
    post(amina, "PRT")
    delivering.deliver(hook.pk)
    for secret in (hook.secret, new):
        Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)

    ago = timezone.now() - timedelta(minutes=1)
    WebhookSecret.objects.exclude(ends_at=None).update(ends_at=ago)
    post(amina, "PRT")
    delivering.deliver(hook.pk)
    Webhook(new).verify(receiver.got[1].body, receiver.got[1].headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(hook.secret).verify(receiver.got[1].body, receiver.got[1].headers)


def test_a_secret_lies_sealed_and_opens_in_its_own_row_only(hook):
    row = WebhookSecret.objects.get()
    assert hook.secret.encode() not in bytes(row.sealed)

    other, _secret = hooked("BRA", "https://brasilia.example/in")
    WebhookSecret.objects.filter(destination=other).update(sealed=row.sealed)
    with pytest.raises(standard_webhooks.sealing.NotOurs):
        standard_webhooks.secrets_of(other.pk)


def test_without_a_secret_that_opens_nothing_is_sent(amina, hook, receiver):
    WebhookSecret.objects.update(sealed=b"0" * 60)
    message = post(amina, "PRT")

    assert delivering.deliver(hook.pk) == 0

    assert receiver.got == []
    assert "no secret" in of(message, hook).last_error


def test_a_paused_webhook_is_not_called(amina, hook, receiver):
    Destination.objects.filter(pk=hook.pk).update(paused_at=timezone.now())
    post(amina, "PRT")

    assert delivering.deliver(hook.pk) == 0 and receiver.got == []
