"""Backoff after a failure: when a destination is tried again, when it counts as out of reach, and
when its webhook is switched off; and what a success clears. Times are the database's.

The wait is random below a ceiling that doubles with each failure (full jitter), but is never more
than a quarter of the outage so far (at least 30 s), nor more than 15 minutes: an office that was
away for a minute has its messages within seconds of its return, one that was away for three days
within minutes. See docs/decisions/0009-how-often-a-webhook-is-tried.md.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now

from kernel import acting
from ledger import events
from ledger.delivery import delivery_log, receipts
from ledger.delivery.leases import CIRCUIT
from ledger.models import Attempt, Delivery, Destination

CAP_SECONDS = 900
LEAST_SECONDS = 30
GIVEN_UP_AFTER = timedelta(days=5)
SEEN_EVERY = timedelta(seconds=5)

# What is forgotten when somebody puts a destination right.
AFRESH: dict[str, Any] = {
    "failures": 0,
    "failing_since": None,
    "unreachable_since": None,
    "next_attempt_at": None,
    "disabled_at": None,
    "disabled_why": "",
}

log = logging.getLogger("ledger")

FAILED = """
UPDATE ledger_destination SET
  failures = failures + 1,
  failing_since = coalesce(failing_since, clock_timestamp()),
  unreachable_since = CASE WHEN mode = 'WEBHOOK' AND failures + 1 >= %s
    THEN coalesce(unreachable_since, failing_since, clock_timestamp()) END,
  next_attempt_at = clock_timestamp() + greatest(make_interval(secs => %s),
    random() * make_interval(secs => least(%s, power(2, least(failures, 20)),
      greatest(%s, extract(epoch FROM clock_timestamp() - failing_since) / 4))))
WHERE id = %s
RETURNING failures, mode = 'WEBHOOK' AND failing_since < clock_timestamp() - %s
"""


@acting.by_a_rule("delivery")
def put_off(delivery: Delivery, attempt: Attempt, wait: int = 0) -> None:
    """Note a failure and try again later; at the latest after `wait` seconds that were asked for.

    Call it in a transaction, with nothing locked but what the delivery is about.
    """
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts=F("attempts") + 1,
        last_error=attempt.error,
        first_attempt_at=Coalesce("first_attempt_at", Now()),
    )
    attempt.save(force_insert=True)
    delivery_log.note_failure("Message put off.", delivery, attempt)
    if delivery.destination.failures + 1 >= CIRCUIT:
        _nothing_gets_through(delivery.destination)
    values: list[Any] = [
        CIRCUIT,
        wait,
        CAP_SECONDS,
        LEAST_SECONDS,
        delivery.destination_id,
        GIVEN_UP_AFTER,
    ]
    with connection.cursor() as cursor:
        cursor.execute(FAILED, values)
        failures, given_up = cursor.fetchone()
    if given_up:
        switch_off(delivery.destination, Destination.Disabled.FAILING)
    elif failures == CIRCUIT and delivery.destination.mode == Destination.Mode.WEBHOOK:
        _tell("webhook.unreachable", delivery.destination)


@acting.by_a_rule("delivery")
def give_up(delivery: Delivery, attempt: Attempt) -> None:
    """Make it a dead letter: it holds back its own thread only, until somebody sends it again."""
    log.error("Message %s cannot be delivered: %s", delivery.message_id, attempt.kind)
    delivery_log.note_failure("Message given up.", delivery, attempt)
    Delivery.objects.filter(pk=delivery.pk, status=Delivery.Status.QUEUED).update(
        status=Delivery.Status.DEAD,
        dead_at=Now(),
        last_error=attempt.error,
        attempts=F("attempts") + 1,
    )
    attempt.save(force_insert=True)
    receipts.gave_up(delivery)


def give_up_unsigned(delivery: Delivery) -> None:
    """Make a dead letter of what its sender did not sign as it stands there, and tell whoever runs
    the servers. Not inside a transaction.
    """
    log.critical(
        "The message %s is not what its sender signed, and goes nowhere: somebody changed the "
        "table, or FILE_KEY is another.",
        delivery.message_id,
    )
    words = "It is not what its sender signed: somebody changed it, or the key of this system."
    with acting.acting_as(acting.PUBLIC):
        receipts.lock([delivery])
        give_up(delivery, Attempt(delivery=delivery, error=words, kind="unsigned"))


def _nothing_gets_through(destination: Destination) -> None:
    """Whatever waits for an office out of reach was tried with this try: its clocks may start."""
    if destination.mode != Destination.Mode.WEBHOOK:
        return
    waiting = Delivery.objects.filter(destination=destination, status=Delivery.Status.QUEUED)
    waiting.filter(first_attempt_at=None).update(first_attempt_at=Now())


def switch_off(destination: Destination, why: str) -> None:
    """Call the webhook no more until somebody switches it on; what is meant for it waits."""
    rows = Destination.objects.filter(pk=destination.pk, disabled_at=None)
    since = Coalesce("unreachable_since", Now())
    if rows.update(disabled_at=Now(), disabled_why=why, unreachable_since=since):
        _tell("webhook.switch_off", destination, why=why)
        receipts.switched_off(destination, why)


def reached(destinations: Iterable[Destination]) -> None:
    """A message got through to each: its failures are over. Not inside a transaction."""
    ids = {row.pk for row in destinations}
    back = Destination.objects.filter(pk__in=ids).exclude(failures=0, failing_since=None)
    for row in back.exclude(unreachable_since=None).select_related("office"):
        _tell_at_once("webhook.reached", row)
    back.update(failures=0, failing_since=None, unreachable_since=None, next_attempt_at=None)
    seen = Q(last_seen_at=None) | Q(last_seen_at__lt=Now() - SEEN_EVERY)
    webhooks = Destination.objects.filter(seen, pk__in=ids, mode=Destination.Mode.WEBHOOK)
    webhooks.update(last_seen_at=Now())


def _tell_at_once(verb: str, destination: Destination) -> None:
    with acting.acting_as(acting.PUBLIC):
        _tell(verb, destination)


def _tell(verb: str, destination: Destination, **data: str) -> None:
    told = {"office": destination.office.code, **data}
    events.record(verb, by=None, data=told, chain=events.SYSTEM, step=True)
