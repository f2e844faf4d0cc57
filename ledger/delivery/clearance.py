"""Clearance of an office's own systems; above it a notice leaves, and no content.

One law for webhook and mailbox: the highest clearance among the office's systems, which lie above
this app and are asked through `learn_from`. The people of the office read in the browser what its
systems may not (docs/decisions/0013).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models.functions import Now

from kernel import acting
from ledger.delivery import envelope
from ledger.events import canonical
from ledger.models import Delivery
from ledger.signatures import signing

TYPE = "message.withheld"
Levels = dict[int, int]
_sources: list[Callable[[set[int]], Levels]] = []


def learn_from(source: Callable[[set[int]], Levels]) -> None:
    """`source(offices)` says by primary key of each office what its systems are cleared for."""
    _sources[:] = [source]


def levels(offices: Iterable[int]) -> Levels:
    """By office; an office that is not in it is cleared for nothing."""
    wanted = set(offices)
    return _sources[0](wanted) if _sources and wanted else {}


def above(rows: Sequence[Delivery]) -> set[Any]:
    """The deliveries whose content the recipient's systems may not have; asks once, if at all."""
    marked = [row for row in rows if row.message.classification]
    known = levels(row.destination.office_id for row in marked)
    return {
        row.pk
        for row in marked
        if row.message.classification > known.get(row.destination.office_id, 0)
    }


def notice(delivery: Delivery) -> dict[str, Any]:
    """The envelope that leaves instead, and says that a message waits in the browser.

    Its lane and number are the message's, so that nothing is missed; its id is its own, so that
    the message may still come.
    """
    with acting.acting_as(acting.PUBLIC):
        pen = signing.agency_pen()
    told = {
        "id": str(delivery.pk),
        "type": TYPE,
        "thread": str(delivery.pk),
        "sender": pen.office if pen else delivery.destination.office.code,
        "sent_at": delivery.message.sent_at.isoformat().replace("+00:00", "Z"),
        "classification": signing.CLASSIFICATIONS[0],
        "handling": [],
        "data": {"message": str(delivery.message_id)},
    }
    place = {"lane": delivery.lane, "seq": delivery.seq}
    to = {"recipients": [delivery.destination.office.code]}
    return told | place | to | {"signature": signing.by_system(told, pen) if pen else None}


def as_bytes(delivery: Delivery, checkpoint: str = "") -> bytes:
    return canonical(envelope.with_checkpoint(notice(delivery), checkpoint)).encode()


def note(rows: Sequence[Delivery], withheld: set[Any]) -> None:
    """Write down for which of them a notice leaves now, and for which the message itself."""
    if withheld:
        rows_now = Delivery.objects.filter(pk__in=withheld, withheld_at=None)
        rows_now.update(withheld_at=Now())
    whole = [row.pk for row in rows if row.withheld_at and row.pk not in withheld]
    if whole:
        Delivery.objects.filter(pk__in=whole).update(withheld_at=None)
