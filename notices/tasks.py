"""The queue's entries into notices; papers are made as jobs (kernel.tasks)."""

from celery import shared_task

from kernel import periodic
from notices.refusals import keeping
from notices.workflow import of_offices, upkeep


@shared_task
@periodic.alone(budget_seconds=20)
def settle(budget: periodic.Budget) -> None:
    """Beat runs this every minute: withdrawals whose recall is through, what is past its day, and
    offices that go live or leave.
    """
    upkeep.settle(budget.share(4))
    upkeep.end_suspensions(budget.share(3))
    upkeep.expire(budget.share(2))
    of_offices.follow(budget)


@shared_task
@periodic.alone(budget_seconds=120)
def compare(budget: periodic.Budget) -> None:
    """Beat runs this every night: `seen_by` is compared with its rule."""
    upkeep.compare(budget)


@shared_task
@periodic.alone(budget_seconds=120)
def forget_refusals(budget: periodic.Budget) -> None:
    """Beat runs this every night: refusals lapse, and fingerprints of an old key go."""
    keeping.settle(budget)
