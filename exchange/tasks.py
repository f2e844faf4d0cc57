"""The queue's entry into the exchange."""

import logging

from celery import shared_task

from central_offices import roles
from exchange import upkeep
from exchange.requests import visibility
from kernel import acting


@shared_task
def settle() -> None:
    """Beat runs this several times a minute: what time does to requests."""
    upkeep.settle()


@shared_task
def compare() -> None:
    """Beat runs this every night: `seen_by` is compared with its rule."""
    with acting.acting_as(roles.system()):
        wrong = visibility.put_right()
    if wrong:
        logging.getLogger("agency").warning("%s requests were seen by other offices.", wrong)
