"""Calls of a webhook that somebody asked for: a test ping, or a delivered message once more.

They go outside the lanes and change nothing there. A worker makes them, so that no page waits
for another office's system.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from kernel import acting, sealing, trail
from kernel.acting import Officer
from kernel.outbound.client import Client, NoAnswer
from ledger.delivery import backoff, clearance, delivery_log, envelope, standard_webhooks, wakeup
from ledger.events import canonical
from ledger.models import Delivery, Destination, WebhookCall
from ledger.signatures.signing import CLASSIFICATIONS
from ledger.witness import checkpoints

# The oldest call that is still wanted; one whose worker died is taken again after a minute.
TAKE = """
UPDATE ledger_webhookcall SET begun_at = clock_timestamp() WHERE id = (
  SELECT id FROM ledger_webhookcall WHERE done_at IS NULL
    AND asked_at > clock_timestamp() - interval '1 hour'
    AND (begun_at IS NULL OR begun_at < clock_timestamp() - interval '1 minute')
  ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id, begun_at
"""


def ask(destination: Destination, *, by: Officer, delivery: Delivery | None = None) -> WebhookCall:
    """Ask for a ping, or for this delivered message again; the answer is in the row later."""
    call = WebhookCall.objects.create(destination=destination, delivery=delivery, asked_by_id=by.pk)
    transaction.on_commit(wake, robust=True)
    return call


def wake(anyway: bool = False) -> None:
    wakeup.run_soon("ledger.tasks.webhook_calls", "delivery", anyway=anyway)


@acting.by_a_rule("delivery")
def waiting() -> bool:
    return WebhookCall.objects.filter(done_at=None, begun_at=None).exists()


@acting.by_a_rule("delivery")
def run() -> int:
    """Make the calls that wait; returns how many."""
    made = 0
    while found := _take():
        _make(*found)
        made += 1
    return made


def _take() -> tuple[WebhookCall, dict[str, str], bytes] | None:
    with connection.cursor() as cursor:
        cursor.execute(TAKE)
        taken = cursor.fetchone()
    if taken is None:
        return None
    rows = WebhookCall.objects.select_related(
        "destination__office",
        "asked_by__office",
        "delivery__message__sender",
        "delivery__destination__office",
    )
    call, newest = rows.get(pk=taken[0]), checkpoints.newest()
    name, body = _content(call, newest)
    headers = _headers(call, name, taken[1], body)
    return call, headers and headers | checkpoints.as_header(newest), body


def _headers(call: WebhookCall, name: UUID, at: datetime, body: bytes) -> dict[str, str]:
    try:
        signers = standard_webhooks.secrets_of(call.destination_id)
    except sealing.NotOurs:
        signers = []
    return standard_webhooks.headers(name, at, body, signers) if signers else {}


def _make(call: WebhookCall, headers: dict[str, str], body: bytes) -> None:
    assert call.begun_at is not None
    client = Client(call.destination.office.code)
    try:
        if not headers:
            raise NoAnswer("no_secret", _("There is no secret to sign with: make a new one."))
        answer = client.post(call.destination.url, body, headers)
        verdict = standard_webhooks.judge(answer, call.begun_at)
        _done(call, error=verdict.words, http_status=answer.status, ms=answer.ms)
        if verdict.outcome == "STORED":
            backoff.reached([call.destination])
    except NoAnswer as error:
        _done(call, error=str(error), ms=error.ms)
    finally:
        client.close()


def _done(call: WebhookCall, **values: str | int | None) -> None:
    WebhookCall.objects.filter(pk=call.pk).update(done_at=Now(), **values)
    status = values.get("http_status")
    if call.delivery:
        delivery_log.note("Message sent once more.", call.delivery, http_status=status)
    else:
        trail.note("Ping sent.", destination_id=call.destination_id, http_status=status)


def _content(call: WebhookCall, checkpoint: str) -> tuple[UUID, bytes]:
    """The message under its id, or what its recipient's system is cleared for; or a ping: an
    envelope without lane, number and content.
    """
    if call.delivery:
        withheld = clearance.above([call.delivery])
        clearance.note([call.delivery], withheld)
        if withheld:
            return call.delivery.pk, clearance.as_bytes(call.delivery, checkpoint)
        return call.delivery.message_id, envelope.as_bytes(call.delivery, checkpoint)
    ping: dict[str, object] = {
        "id": str(call.pk),
        "type": "ping",
        "lane": None,
        "seq": None,
        "thread": None,
        "sender": call.asked_by.office.code,
        "recipients": [call.destination.office.code],
        "sent_at": call.asked_at.isoformat().replace("+00:00", "Z"),
        "classification": CLASSIFICATIONS[0],
        "handling": [],
        "data": {},
        "signature": None,
    }
    return call.pk, canonical(envelope.with_checkpoint(ping, checkpoint)).encode()
