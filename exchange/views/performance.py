"""The page of an office's performance, its download, and all offices' totals."""

from dataclasses import astuple
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from central_offices.access.officer_request import OfficerRequest
from central_offices.models import CentralOffice
from exchange.models import RequestType, Urgency
from exchange.performance import agency_figures
from exchange.performance import figures as performance
from exchange.performance.figures import Figures, Range
from exchange.queries import may_read
from kernel import clock
from kernel.files import download_names
from kernel.pages import charts, spreadsheet
from ledger import events


def own(request: OfficerRequest) -> HttpResponse:
    """The own office, both ways: table first, a chart beside it."""
    if not may_read(request.user) and agency_figures.may(request.user):
        return redirect("exchange:performance_of_all")
    performance.demand_reader(request.user)
    types = _types()
    span, facets = _range(request, types)
    to_us = performance.asked_of_us(request.user, span, span.end)
    by_us = performance.asked_by_us(request.user, span, span.end)
    weeks = _weeks(to_us, span)
    shares = [(row["label"], row["figures"].reply_share) for row in weeks]
    context = {
        "facets": facets,
        "choices": _choices(types),
        "to_us": to_us.all,
        "by_us": by_us.all,
        "backlog": performance.backlog(request.user, span.end),
        "partners": _both_ways(to_us, by_us),
        "types": _labelled(to_us, "type", types),
        "urgencies": _labelled(to_us, "urgency", dict(Urgency.choices)),
        "weeks": weeks,
        "chart": charts.line(shares),
        "enough": performance.MIN_REQUESTS_SHOWN,
        "query": request.GET.urlencode(),
        "of_all": agency_figures.may(request.user),
        "page_level": 1,
    }
    return render(request, "exchange/performance.html", context)


def download(request: OfficerRequest) -> HttpResponse:
    """The same figures as CSV; who took them, and for what time, is written down."""
    performance.demand_reader(request.user)
    span, facets = _range(request, _types())
    rows = [_head()]
    for way, table in (
        (_("Asked of us"), performance.asked_of_us(request.user, span)),
        (_("Asked by us"), performance.asked_by_us(request.user, span)),
    ):
        rows += _rows(way, table)
    events.record("performance.export", by=request.user, data=facets | {"rows": len(rows) - 1})
    days = f"{facets['days']}-days-to", span.end.date().isoformat()
    name = download_names.of("performance", request.user.office.code, *days, ending="csv")
    return spreadsheet.download(name, rows)


def of_all(request: OfficerRequest) -> HttpResponse:
    """Every office's totals, for the Secretariat."""
    types = _types()
    span, facets = _range(request, types)
    rows = agency_figures.offices(request.user, span)
    context = {
        "rows": rows,
        "facets": facets,
        "choices": _choices(types),
        "enough": performance.MIN_REQUESTS_SHOWN,
        "page_level": 0,
    }
    return render(request, "exchange/performance_of_all.html", context)


def _range(request: OfficerRequest, types: dict[str, str]) -> tuple[Range, dict[str, Any]]:
    """The time and what narrows it; what the address says otherwise counts for nothing."""
    days = request.GET.get("days", "")
    wanted = int(days) if days in map(str, performance.DAYS) else performance.DAYS[1]
    urgency, type = request.GET.get("urgency", ""), request.GET.get("type", "")
    urgency = urgency if urgency in Urgency.values else ""
    type = type if type in types else ""
    now = clock.now()
    span = Range(now - timedelta(days=wanted), now, type, urgency)
    return span, {"days": wanted, "urgency": urgency, "type": type}


def _choices(types: dict[str, str]) -> dict[str, Any]:
    return {"days": performance.DAYS, "urgencies": Urgency.choices, "types": types.items()}


def _types() -> dict[str, str]:
    """Names of all types, also of those that ended; the latest wording wins."""
    return {row.code: str(row) for row in RequestType.objects.order_by("valid_from")}


def _labelled(table: Any, dimension: str, labels: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [
        {"label": labels.get(key, key), "figures": figures}
        for key, figures in table.by[dimension].items()
    ]
    return sorted(rows, key=lambda row: (-row["figures"].count, str(row["label"])))


def _weeks(table: Any, span: Range) -> list[dict[str, Any]]:
    """Every week of the time, the empty ones too, so that a quiet week is not skipped."""
    day = span.start.date() - timedelta(days=span.start.weekday())
    rows = []
    while day <= span.end.date():
        figures = table.by["week"].get(day, performance.NOTHING)
        rows.append({"label": date_format(day, "j M"), "figures": figures})
        day += timedelta(days=7)
    return rows


def _both_ways(to_us: Any, by_us: Any) -> list[dict[str, Any]]:
    return [
        {"office": office, "ours": ours, "theirs": theirs}
        for office, ours, theirs in performance.partners(to_us, by_us)
    ]


def _head() -> list[str]:
    return [
        _("Way"),
        _("By"),
        _("What"),
        _("Requests"),
        _("Not delivered"),
        _("Acknowledged on time"),
        _("Acknowledged late"),
        _("Answered on time"),
        _("Answered late"),
        _("Late while out of reach"),
        _("Median hours to acknowledge"),
        _("Median hours to answer"),
        _("80 per cent answered within hours"),
        _("Not answered yet"),
    ]


def _rows(way: str, table: Any) -> list[list[Any]]:
    found = [[way, _("All"), "", *_cells(table.all)]]
    offices = CentralOffice.objects.in_bulk(table.by["partner"])
    labels = {"partner": {pk: row.code for pk, row in offices.items()}}
    for dimension, figures in table.by.items():
        for key in sorted(figures, key=str):
            label = labels.get(dimension, {}).get(key, key)
            found.append([way, dimension, str(label), *_cells(figures[key])])
    return found


def _cells(row: Figures) -> list[Any]:
    values = astuple(row)
    return [round(v.total_seconds() / 3600, 2) if isinstance(v, timedelta) else v for v in values]
