"""The queue's entries into the ledger."""

from celery import shared_task

from ledger import delivery, events, wakeup


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


@shared_task
def seal() -> None:
    """Beat runs this every five seconds: reads and searches join their chains."""
    events.seal()
