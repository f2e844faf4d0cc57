"""News of the duty desk: came in, acknowledged, answered, recalled, run out.

Read from the latest requests themselves, by one query: a recalled one leaves the board, and nobody
shall miss why.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from central_offices.models import Officer
from exchange.desk.long_texts import LONG_TEXTS
from exchange.models import RequestRecipient, Urgency

NEWS_PERIOD = timedelta(hours=24)
READ_PERIOD = timedelta(days=30)
MAX_ROWS_READ, NEWS_SHOWN = 50, 6


class News(NamedTuple):
    """One thing that happened, the newest of which stand beside the board."""

    at: datetime
    words: str
    recipient: RequestRecipient
    key: bool = False

    @property
    def level(self) -> int:
        return self.recipient.request.classification


def read(officer: Officer, now: datetime) -> list[News]:
    """The newest first, of the last 24 hours."""
    return shown(everything(officer, now), now)


def everything(officer: Officer, now: datetime) -> list[News]:
    """All that the latest requests tell, whenever it happened or will."""
    rows = RequestRecipient.objects.to_us(officer).filter(delivered_at__gt=now - READ_PERIOD)
    rows = rows.select_related("request__owner_office", "acknowledged_by").defer(*LONG_TEXTS)
    latest = rows.order_by("-delivered_at", "-pk")[:MAX_ROWS_READ]
    return [news for row in latest for news in _of(row, now)]


def shown(found: list[News], now: datetime) -> list[News]:
    """The newest first, of the last 24 hours."""
    recent = [news for news in found if now - NEWS_PERIOD < news.at <= now]
    return sorted(recent, key=lambda news: news.at, reverse=True)[:NEWS_SHOWN]


def edges(found: list[News], now: datetime) -> Iterator[datetime]:
    """The moments at which what is shown of them changes: news come, age, and are read no more."""
    for news in found:
        if news.at > now:
            yield news.at
        elif news.at > now - NEWS_PERIOD:
            yield news.at + NEWS_PERIOD
            if news.recipient.delivered_at:
                yield news.recipient.delivered_at + READ_PERIOD


def _of(row: RequestRecipient, now: datetime) -> Iterator[News]:
    flash = row.request.urgency == Urgency.FLASH
    if row.delivered_at:
        yield News(
            row.delivered_at, _("New flash request") if flash else _("New request"), row, flash
        )
    if row.acknowledged_at:
        yield News(
            row.acknowledged_at, _("%(name)s acknowledged") % {"name": row.acknowledged_by}, row
        )
    if row.answered_at:
        yield News(row.answered_at, _("Refused") if row.refusal_ground_id else _("Answered"), row)
    if row.recalled_at:
        yield News(row.recalled_at, _("Recalled"), row, True)
    if row.next_due and row.next_due <= now and row.status in RequestRecipient.OPEN:
        yield News(row.next_due, _("Time has run out"), row, True)
