"""The queue's entry into the exchange."""

from celery import shared_task

from exchange import upkeep
from kernel import periodic


@shared_task
@periodic.alone(budget_seconds=10)
def settle(budget: periodic.Budget) -> None:
    """Beat runs this several times a minute: what time does to requests."""
    upkeep.settle(budget)


@shared_task
@periodic.alone(budget_seconds=120)
def compare(budget: periodic.Budget) -> None:
    """Beat runs this every night: fingerprints that count, and `seen_by` against its rule."""
    upkeep.count_acts()
    upkeep.compare(budget)
