"""Offices that receive by webhook, for tests."""

from datetime import timedelta

from django.utils import timezone

from ledger.delivery import standard_webhooks
from ledger.models import Destination
from tests.plumbing.by_the_owner import by_the_owner

Mode = Destination.Mode


def hooked(code: str, url: str) -> tuple[Destination, str]:
    """The office's destination, receiving at this address, and its secret."""
    row = Destination.objects.select_related("office").get(office__code=code)
    row.mode, row.url = Mode.WEBHOOK, url
    with by_the_owner():
        row.save(update_fields=["mode", "url"])
    return row, standard_webhooks.new_secret(row)


def in_an_hour(row: Destination) -> None:
    """As if the back-off were long."""
    later = timezone.now() + timedelta(hours=1)
    Destination.objects.filter(pk=row.pk).update(next_attempt_at=later)


def at_once(row: Destination) -> None:
    """As if the back-off were over."""
    Destination.objects.filter(pk=row.pk).update(next_attempt_at=None)
