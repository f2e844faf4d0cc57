"""The queue's entries into the policies."""

from celery import shared_task

from kernel import periodic
from policies import texts
from policies.papers import printing


@shared_task
@periodic.alone(budget_seconds=50)
def make_papers(budget: periodic.Budget) -> None:
    """Started after a publication; beat runs it every minute for documents left over."""
    printing.make_all(budget)


@shared_task
@periodic.alone(budget_seconds=10)
def follow_texts(budget: periodic.Budget) -> None:
    """Beat runs this every minute: a portfolio's new words count from their first day on."""
    texts.follow()
