"""Messages of no kind, for tests of their delivery."""

from central_offices.models import CentralOffice
from kernel import acting
from kernel.ids import new_id
from ledger.delivery import outbox
from ledger.models import Delivery, InboxMessage, Message


def post(by, *codes, thread=None, type="test.said", urgent=False, level=0) -> Message:
    with acting.acting_as(by):
        return outbox.post(
            type,
            thread=thread or new_id(),
            sender=by.office,
            to=CentralOffice.objects.filter(code__in=codes),
            data={"words": "of the content"} if level else {},
            urgent=urgent,
            classification=level,
        )


def arrived(destination) -> list:
    """In the order in which they came, and only what is in the inbox, too."""
    inbox = InboxMessage.objects.filter(recipient=destination.office)
    rows = Delivery.objects.filter(destination=destination, arrival__isnull=False)
    ids = list(rows.order_by("arrival").values_list("message_id", flat=True))
    assert set(ids) == set(inbox.values_list("message_id", flat=True))
    return ids


def of(message, destination) -> Delivery:
    return Delivery.objects.get(message=message, destination=destination)
