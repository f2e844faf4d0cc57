"""Periodic tasks of cases; safe to run twice, in parallel, or late."""

from celery import shared_task

from cases import upkeep
from cases.search import name_keys
from kernel import acting, periodic


@shared_task(ignore_result=True)
@periodic.alone(budget_seconds=60)
def count_keys(budget: periodic.Budget) -> None:
    """Learn anew how common the keys of names are; beat runs this every hour."""
    with periodic.within(budget), acting.acting_as(acting.PUBLIC):
        name_keys.recount()


@shared_task(ignore_result=True)
@periodic.alone(budget_seconds=120)
def compare_seen_by(budget: periodic.Budget) -> None:
    """Compare who is stored to see each case with the rule; beat runs this every night."""
    upkeep.compare(budget)
