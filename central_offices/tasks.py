"""The queue's entries into offices and officers."""

from celery import shared_task

from central_offices import roles
from central_offices.accounts import resets, sessions
from central_offices.dated_rules import changes as rule_changes
from central_offices.keys_and_clients import endpoints
from central_offices.taking_part import names
from central_offices.two_persons import changes
from kernel import periodic


@shared_task
@periodic.alone(budget_seconds=20)
def refresh_roles(budget: periodic.Budget) -> None:
    """Beat runs this every minute: roles that began or ended, and names that begin, take effect."""
    roles.refresh_due(budget.share(2))
    names.take_over_due(budget)


@shared_task
@periodic.alone(budget_seconds=60)
def tidy(budget: periodic.Budget) -> None:
    """Beat runs this every hour: what has run out ends, or leaves the database."""
    endpoints.lapse_due(budget.share(4))
    changes.upkeep(budget.share(3))
    rule_changes.upkeep(budget.share(2))
    sessions.tidy(budget)


@shared_task
def mail_reset(email: str) -> None:
    """Somebody wrote this address as theirs, and forgot the password."""
    resets.send(email)
