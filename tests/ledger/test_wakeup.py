"""A wake-up may be lost: the broker's state never reaches, and never slows, an officer."""

import pytest
from celery import current_app
from kombu.exceptions import OperationalError

from central_offices.models import CentralOffice
from kernel import acting
from kernel.ids import new_id
from ledger.delivery import delivering, outbox, wakeup
from ledger.models import Delivery, Destination


@pytest.fixture
def broker(monkeypatch):
    """The calls that were sent to the broker; `broker.dead` makes it refuse."""

    class Broker:
        dead = False
        sent: list = []
        tried = 0

        def send_task(self, name, arguments, **options):
            self.tried += 1
            if self.dead:
                raise OperationalError("Connection refused")
            self.sent.append((name, arguments, options["queue"]))

    one = Broker()
    one.sent = []
    monkeypatch.setattr(current_app, "send_task", one.send_task)
    monkeypatch.setattr(wakeup, "_resume_at", 0.0)
    return one


@pytest.fixture
def clock(monkeypatch):
    """clock(seconds) lets time pass for the breaker."""
    now = [1000.0]
    monkeypatch.setattr(wakeup.time, "monotonic", lambda: now[0])

    def forward(seconds: float) -> None:
        now[0] += seconds

    return forward


def say(by) -> None:
    with acting.acting_as(by):
        to = CentralOffice.objects.filter(code__in=["PRT", "BRA"])
        outbox.post("test.said", thread=new_id(), sender=by.office, to=to, data={})


def test_workers_are_woken_after_the_commit(broker, amina, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        say(amina)
        assert broker.sent == []

    ids = sorted(
        Destination.objects.filter(office__code__in=["PRT", "BRA"]).values_list("pk", flat=True)
    )
    assert broker.sent == [("ledger.tasks.deliver", [ids], "delivery")]


def test_nobody_is_woken_for_what_was_undone(broker, amina, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(ValueError), acting.acting_as(amina):
            to = CentralOffice.objects.filter(code="PRT")
            outbox.post("test.said", thread=new_id(), sender=amina.office, to=to, data={})
            raise ValueError

    assert broker.sent == []


def test_a_dead_broker_is_counted_and_reaches_nobody(
    broker, amina, lisbon, django_capture_on_commit_callbacks
):
    broker.dead, before = True, wakeup.failures
    with django_capture_on_commit_callbacks(execute=True):
        say(amina)

    assert wakeup.failures == before + 1
    assert Delivery.objects.filter(status="QUEUED").count() == 2
    assert delivering.deliver(lisbon.pk) == 1


def test_after_a_failure_it_is_left_alone_for_a_while(broker, clock):
    broker.dead = True
    for _ in range(5):
        wakeup.deliver_soon([1])
    assert broker.tried == 1

    broker.dead = False
    clock(wakeup.RETRY_PAUSE_S - 1)
    wakeup.deliver_soon([1])
    assert broker.tried == 1

    clock(1)
    wakeup.deliver_soon([1])
    assert broker.sent == [("ledger.tasks.deliver", [[1]], "delivery")]


def test_many_destinations_are_spread_over_several_tasks(broker):
    wakeup.deliver_soon(range(60))

    assert [len(arguments[0]) for _, arguments, _ in broker.sent] == [25, 25, 10]
