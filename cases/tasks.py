"""Periodic tasks of cases; safe to run twice, in parallel, or late."""

import logging

from celery import shared_task

from cases import sharing
from cases.search import name_keys
from kernel import acting


@shared_task(ignore_result=True)
def count_keys() -> None:
    """Learn anew how common the keys of names are; beat runs this every hour."""
    with acting.acting_as(acting.PUBLIC):
        name_keys.recount()


@shared_task(ignore_result=True)
def compare_seen_by() -> None:
    """Compare who is stored to see each case with the rule; beat runs this every night."""
    with acting.acting_as(acting.PUBLIC):
        wrong = [*sharing.wrongly_seen(), *name_keys.wrongly_seen()]
    if wrong:
        logging.getLogger("agency").error(
            "Stored visibility differs from its rule.", extra={"records": [str(pk) for pk in wrong]}
        )
