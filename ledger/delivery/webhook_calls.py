"""Calls of a webhook that somebody asked for: a test ping, or a delivered message once more.

They go outside the lanes and change nothing there. A worker makes them, so that no page waits
for another office's system.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from kernel import sealing, trail
from kernel.acting import Officer
from kernel.outbound.client import Client, NoAnswer
from ledger.delivery import backoff, clearance, delivery_log, envelope, standard_webhooks, wakeup
from ledger.events import canonical
from ledger.models import Delivery, Destination, Errand
from ledger.signatures.signing import CLASSIFICATIONS

TAKE = """
UPDATE ledger_errand SET begun_at = clock_timestamp() WHERE id = (
  SELECT id FROM ledger_errand WHERE done_at IS NULL
    AND asked_at > clock_timestamp() - interval '1 hour'
    AND (begun_at IS NULL OR begun_at < clock_timestamp() - interval '1 minute')
  ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id, begun_at
"""


def ask(destination: Destination, *, by: Officer, delivery: Delivery | None = None) -> Errand:
    """Ask for a ping, or for this delivered message again; the answer is in the row later."""
    errand = Errand.objects.create(destination=destination, delivery=delivery, asked_by_id=by.pk)
    transaction.on_commit(wake, robust=True)
    return errand


def wake(anyway: bool = False) -> None:
    wakeup.run_soon("ledger.tasks.errands", "delivery", anyway=anyway)


def waiting() -> bool:
    return Errand.objects.filter(done_at=None, begun_at=None).exists()


def run() -> int:
    """Make the calls that wait; returns how many."""
    made = 0
    while found := _take():
        _make(*found)
        made += 1
    return made


def _take() -> tuple[Errand, dict[str, str], bytes] | None:
    with connection.cursor() as cursor:
        cursor.execute(TAKE)
        taken = cursor.fetchone()
    if taken is None:
        return None
    rows = Errand.objects.select_related(
        "destination__office",
        "asked_by__office",
        "delivery__message__sender",
        "delivery__destination__office",
    )
    errand = rows.get(pk=taken[0])
    name, body = _content(errand)
    return errand, _headers(errand, name, taken[1], body), body


def _headers(errand: Errand, name: UUID, at: datetime, body: bytes) -> dict[str, str]:
    try:
        signers = standard_webhooks.secrets_of(errand.destination_id)
    except sealing.NotOurs:
        signers = []
    return standard_webhooks.headers(name, at, body, signers) if signers else {}


def _make(errand: Errand, headers: dict[str, str], body: bytes) -> None:
    assert errand.begun_at is not None
    client = Client(errand.destination.office.code)
    try:
        if not headers:
            raise NoAnswer("no_secret", _("There is no secret to sign with: make a new one."))
        answer = client.post(errand.destination.url, body, headers)
        verdict = standard_webhooks.judge(answer, errand.begun_at)
        _done(errand, error=verdict.words, http_status=answer.status, ms=answer.ms)
        if verdict.outcome == "STORED":
            backoff.reached([errand.destination])
    except NoAnswer as error:
        _done(errand, error=str(error), ms=error.ms)
    finally:
        client.close()


def _done(errand: Errand, **values: str | int | None) -> None:
    Errand.objects.filter(pk=errand.pk).update(done_at=Now(), **values)
    status = values.get("http_status")
    if errand.delivery:
        delivery_log.note("Message sent once more.", errand.delivery, http_status=status)
    else:
        trail.note("Ping sent.", destination_id=errand.destination_id, http_status=status)


def _content(errand: Errand) -> tuple[UUID, bytes]:
    """The message under its id, or what its recipient's system is cleared for; or a ping: an
    envelope without lane, number and content.
    """
    if errand.delivery:
        withheld = clearance.above([errand.delivery])
        clearance.note([errand.delivery], withheld)
        if withheld:
            return errand.delivery.pk, clearance.as_bytes(errand.delivery)
        return errand.delivery.message_id, envelope.as_bytes(errand.delivery)
    ping: dict[str, object] = {
        "id": str(errand.pk),
        "type": "ping",
        "lane": None,
        "seq": None,
        "thread": None,
        "sender": errand.asked_by.office.code,
        "recipients": [errand.destination.office.code],
        "sent_at": errand.asked_at.isoformat().replace("+00:00", "Z"),
        "classification": CLASSIFICATIONS[0],
        "handling": [],
        "data": {},
        "signature": None,
    }
    return errand.pk, canonical(ping).encode()
