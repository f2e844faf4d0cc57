"""The queue's entries into the policies."""

from celery import shared_task

from policies.papers import printing


@shared_task
def make_papers() -> None:
    """Started after a publication; beat runs it every minute for documents left over."""
    for document in printing.waiting():
        printing.make(document)
