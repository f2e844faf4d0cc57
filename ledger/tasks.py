"""The queue's entries into the ledger."""

from celery import shared_task

from kernel import periodic
from ledger import events, log_upkeep
from ledger.delivery import delivering, wakeup, webhook_calls


@shared_task
def deliver(destinations: list[int]) -> None:
    delivering.deliver(*destinations, probe=False)


@shared_task
def probe() -> None:
    """Offices out of reach are tried apart, so that nobody waits behind their silence."""
    delivering.probe()


@shared_task
@periodic.alone(budget_seconds=2)
def sweep(budget: periodic.Budget) -> None:
    """Beat runs this every two seconds: whatever a lost wake-up left behind goes now."""
    wakeup.deliver_soon(delivering.due_destinations(circuit_open=False), anyway=True)
    if delivering.due_destinations(limit=1, circuit_open=True):
        wakeup.run_soon("ledger.tasks.probe", "delivery", anyway=True)
    if webhook_calls.waiting():
        webhook_calls.wake(anyway=True)


@shared_task(name="ledger.tasks.webhook_calls")
def make_webhook_calls() -> None:
    """Test pings and messages that somebody wants to be sent once more."""
    webhook_calls.run()


@shared_task
@periodic.alone(budget_seconds=4)
def seal(budget: periodic.Budget) -> None:
    """Beat runs this every five seconds: readings join their chains, and everything the log."""
    events.seal(budget)
    log_upkeep.after_sealing(budget)
