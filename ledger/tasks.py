"""The queue's entries into the ledger."""

from celery import shared_task

from ledger import delivery, errands, events, wakeup


@shared_task
def deliver(destinations: list[int]) -> None:
    delivery.deliver(*destinations, probe=False)


@shared_task
def probe() -> None:
    """Offices out of reach are tried apart, so that nobody waits behind their silence."""
    delivery.probe()


@shared_task
def sweep() -> None:
    """Beat runs this every two seconds: whatever a lost wake-up left behind goes now."""
    wakeup.deliver_soon(delivery.due_destinations(circuit_open=False), anyway=True)
    if delivery.due_destinations(limit=1, circuit_open=True):
        wakeup.run_soon("ledger.tasks.probe", "delivery", anyway=True)
    if errands.waiting():
        errands.wake(anyway=True)


@shared_task(name="ledger.tasks.errands")
def run_errands() -> None:
    """Test pings and messages that somebody wants to be sent once more."""
    errands.run()


@shared_task
def seal() -> None:
    """Beat runs this every five seconds: reads and searches join their chains."""
    events.seal()
