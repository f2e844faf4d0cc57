"""Faults that must reach nobody: deadlocks, two workers at once, a wiped or silent broker."""

import os
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from django.db import connections

from exchange.models import Request, RequestRecipient
from ledger.delivery import delivering, leases
from ledger.models import Delivery, Destination, Event, InboxMessage
from tests.exchange.conftest import cast, deliver_all, draft, sent
from tests.plumbing.settle import until

EVERYBODY = ["PRT", "BRA", "QMA", "QMB", "AGY"]


def at_once(*jobs):
    """Run the jobs in threads that start together; returns what they returned."""
    barrier = threading.Barrier(len(jobs))

    def run(job):
        try:
            barrier.wait()
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result() for future in [pool.submit(run, job) for job in jobs]]


def test_two_broadcasts_and_twenty_requests_at_once_all_go_through(committed):
    amina, bela = cast("amina"), cast("bela")
    broadcasts = [
        lambda: sent(cast("amina"), *EVERYBODY),
        lambda: sent(cast("amina"), *reversed(EVERYBODY)),
    ]
    singles = [lambda to=EVERYBODY[n % 2]: sent(cast("otieno"), to, "QMA") for n in range(20)]

    at_once(*broadcasts, *singles)

    assert Request.objects.filter(status="SENT").count() == 22
    for destination in Destination.objects.all():
        rows = Delivery.objects.filter(destination=destination).order_by("seq")
        assert list(rows.values_list("seq", flat=True)) == list(range(1, len(rows) + 1))
    assert deliver_all() == 2 * len(EVERYBODY) + 40
    assert Request.objects.visible_to(bela).count() == 2
    assert Request.objects.visible_to(amina).count() == 22


def test_answering_recalling_and_delivering_at_once_end_without_a_deadlock(committed):
    requests = [sent(cast("amina"), *EVERYBODY) for _ in range(4)]

    def work():
        return delivering.deliver(*Destination.objects.values_list("pk", flat=True))

    def recall(request):
        from exchange.requests import sending

        sending.recall(request, by=cast("amina"), reason="No longer needed.")

    at_once(work, work, *[lambda request=request: recall(request) for request in requests])
    work()

    seen = InboxMessage.objects.values_list("recipient", "message_id")
    assert len(seen) == len(set(seen))
    for row in RequestRecipient.objects.filter(request__in=requests):
        told = Delivery.objects.filter(thread=row.request_id, destination__office=row.office)
        states = dict(told.values_list("message__type", "status"))
        if row.delivered_at:
            assert states == {"request.sent": "DELIVERED", "request.recalled": "DELIVERED"}
        else:
            assert states == {"request.sent": "RECALLED"}
        assert row.status == "RECALLED"


def test_two_workers_at_once_apply_everything_once(committed):
    for _ in range(15):
        sent(cast("amina"), "PRT", "BRA")
    ids = list(Destination.objects.values_list("pk", flat=True))

    done = at_once(*[lambda: delivering.deliver(*ids)] * 4)

    assert sum(done) == 30 == InboxMessage.objects.count()
    assert Event.objects.filter(verb="requestrecipient.deliver").count() == 30


def test_what_a_wiped_redis_forgot_the_sweeper_finds(committed, celery_worker):
    celery_worker.kill()
    request = sent(cast("amina"), "PRT")
    redis.from_url(os.environ["REDIS_URL"]).flushdb()

    celery_worker.command.append("--beat")
    celery_worker.command += ["--schedule", str(celery_worker.log.with_name("beat"))]
    celery_worker.start()

    until(
        lambda: RequestRecipient.objects.filter(request=request, status="DELIVERED").exists(),
        "the sweeper delivered",
    )


def test_a_worker_that_is_killed_while_it_holds_a_lease_delays_and_loses_nothing(committed):
    sent(cast("amina"), "PRT")
    lisbon = Destination.objects.get(office__code="PRT")
    leases.take({lisbon.pk}, Request.objects.get().pk, webhooks=False)

    assert delivering.deliver(lisbon.pk) == 0
    Destination.objects.filter(pk=lisbon.pk).update(lease_until="2026-01-01T00:00Z")

    assert delivering.due_destinations() == [lisbon.pk]
    assert delivering.deliver(lisbon.pk) == 1


FILE_TWENTY = """
import django
django.setup()
from ledger.delivery import wakeup
from tests.exchange.conftest import cast, sent
for _ in range(20):
    sent(cast("amina"), "PRT")
print(wakeup.failures)
"""


@pytest.fixture
def silent_broker():
    """The address of something that accepts connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(100)
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


def test_a_silent_broker_is_asked_once_and_nothing_is_lost(committed, silent_broker):
    done = subprocess.run(
        [sys.executable, "-c", FILE_TWENTY],
        env=os.environ | {"REDIS_URL": silent_broker, "PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "1", "after one failure the breaker keeps quiet"
    assert Delivery.objects.filter(status="QUEUED").count() == 20
    assert deliver_all() == 20


def test_a_draft_that_is_rolled_back_leaves_no_ghost(committed):
    from exchange.requests import sending
    from kernel import acting

    amina = cast("amina")
    request = draft(amina, "PRT")
    with pytest.raises(ZeroDivisionError), acting.acting_as(amina):
        sending.send(request, by=amina)
        raise ZeroDivisionError

    request.refresh_from_db()
    assert request.status == "DRAFT"
    assert deliver_all() == 0
    sending.send(request, by=amina)
    assert deliver_all() == 1
    assert Delivery.objects.get().seq == 1
