"""The queue's entries into offices and officers."""

from celery import shared_task

from central_offices import roles
from central_offices.accounts import sessions
from central_offices.keys_and_clients import endpoints


@shared_task
def refresh_roles() -> None:
    """Beat runs this every minute: roles that began or ended take effect."""
    roles.refresh_due()


@shared_task
def tidy() -> None:
    """Beat runs this every hour: what has run out ends, or leaves the database."""
    sessions.tidy()
    endpoints.lapse_due()
