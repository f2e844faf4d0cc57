"""Persons held while papers are awaited, as pages show them: the request, the board, My work."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from central_offices.models import Officer
from exchange.clocks import escalation_audience
from exchange.custody_lifecycle import arrest_steps
from exchange.models import Arrest, Request
from kernel.pages.waiting import Item

MAX_ARRESTS_SHOWN = 20
PAGES = {
    "receive_papers": ("papers", gettext_lazy("Papers received")),
    "release": ("release", gettext_lazy("Report the release")),
    "correct": ("correct", gettext_lazy("Correct the moment")),
}


def arrests_of(officer: Officer, request: Request) -> list[Any]:
    """The arrests about a request that the officer sees, each with the pages open to him."""
    rows: list[Any] = list(_rows(officer).filter(recipient__request=request))
    for row in rows:
        open_now = arrest_steps.open_to(officer, row)
        row.pages = [page for name, page in PAGES.items() if name in open_now]
    return rows


def held(officer: Officer) -> list[Arrest]:
    """Arrests of persons whom the own office holds, or asked to hold; least time left first."""
    return list(_rows(officer).waiting().order_by("ends_at", "pk")[:MAX_ARRESTS_SHOWN])


def items(officer: Officer) -> list[Item]:
    """The alarms that were rung, for the holder of the request, the duty desk and the head."""
    everything = bool(escalation_audience.levels(officer))
    return [
        _item(row)
        for row in held(officer)
        if row.last_alarm and (everything or officer.pk in _holders(row))
    ]


def face(rows: list[Arrest]) -> list[tuple[Any, ...]]:
    """The values by which the arrests look different once they differ."""
    return [(row.pk, row.version, len(row.alarms.all())) for row in rows]


def _holders(row: Arrest) -> tuple[int | None, int]:
    return row.recipient.assigned_to_id, row.recipient.request.created_by_id


def _rows(officer: Officer) -> Any:
    rows = Arrest.objects.visible_to(officer).select_related(
        "recipient__office", "recipient__request__type", "recipient__request__owner_office"
    )
    return rows.prefetch_related("alarms")


def _item(row: Arrest) -> Item:
    request = row.recipient.request
    return Item(
        "alert",
        str(row.last_alarm),
        reverse("exchange:detail", args=[request.reference]) + "#arrests",
        f"{request.reference} · {request.title} · {row.recipient.office}",
        row.ends_at,
        row.arrested_at,
    )
