"""The queue's entries into notices; papers are made as jobs (kernel.tasks)."""

from celery import shared_task

from notices.workflow import upkeep


@shared_task
def settle() -> None:
    """Beat runs this every minute: withdrawals whose recall is through, terms that are over."""
    upkeep.settle()
    upkeep.expire()


@shared_task
def compare() -> None:
    """Beat runs this every night: `seen_by` is compared with its rule."""
    upkeep.compare()
