"""The rows of the list of requests that were delivered to an office, as the table shows them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from central_offices.models import CentralOffice, Classification, in_language
from exchange.models import RequestRecipient, Urgency
from exchange.templatetags.exchange import state_chip, urgency_chip
from kernel.pages.filled_rows import FilledRows
from kernel.templatetags.iisa import country, country_chip, due, handling

TEMPLATE = "exchange/row_in.html"
SHOWN = ["reference", "url", "title", "type", "sender", "recipient", "urgency"]
SHOWN += ["state", "assigned_to", "level", "due"]


def lean(rows: QuerySet[RequestRecipient]) -> QuerySet[Any, Any]:
    """Of each request only what a list shows, as named tuples."""
    return rows.values_list(
        "pk",
        "request_id",
        "status",
        "delivered_at",
        "next_due",
        "assigned_to__name",
        "request__reference",
        "request__title",
        "request__urgency",
        "request__classification",
        "request__type__names",
        "request__owner_office__code",
        "request__owner_office__names",
        named=True,
    )


def table_rows(rows: list[Any], office: CentralOffice) -> list[SafeString]:
    """The rows of a page of what was delivered to the office: no query more."""
    filled, recipient = FilledRows(TEMPLATE, SHOWN), country(office)
    start = reverse("exchange:list")  # where the addresses of single requests begin
    levels = {level.value: handling(level) for level in Classification}
    states = {one.value: state_chip(one, one.label) for one in RequestRecipient.Status}
    urgencies = {one.value: urgency_chip(one, one.label) for one in Urgency}
    return [
        filled.row(
            {
                "reference": row.request__reference,
                "url": f"{start}{row.request__reference}/",
                "title": row.request__title,
                "type": in_language(row.request__type__names),
                "sender": country_chip(
                    row.request__owner_office__code, in_language(row.request__owner_office__names)
                ),
                "recipient": recipient,
                "urgency": urgencies[row.request__urgency],
                "state": states[row.status],
                "assigned_to": row.assigned_to__name or "",
                "level": levels[row.request__classification],
                "due": due(row.next_due, row.delivered_at),
            }
        )
        for row in rows
    ]
