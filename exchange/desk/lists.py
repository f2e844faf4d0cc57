"""The list of requests: what its tabs and facets mean, and what it says of each row."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _

from central_offices.models import Officer
from exchange.models import Request, RequestRecipient
from kernel.pages.keyset import Page

OPEN_STATES = {"DRAFT", "PENDING_APPROVAL", "UNDER_REVIEW", "SENT"}


def to_us(officer: Officer, facets: dict[str, str]) -> QuerySet[Any]:
    """Requests that were delivered to the own office, one row for each."""
    rows = RequestRecipient.objects.to_us(officer).select_related(
        "request__type", "request__owner_office", "office", "assigned_to"
    )
    requests = _narrowed(officer, Request.objects.visible_to(officer), facets)
    rows = rows.filter(request__in=requests)
    if facets.get("office"):
        rows = rows.filter(request__owner_office__code=facets["office"])
    state = facets.get("state", "")
    if state == "open":
        rows = rows.open()
    elif state:
        rows = rows.filter(status=state)
    return rows


def from_us(officer: Officer, facets: dict[str, str], *, drafts: bool) -> QuerySet[Any]:
    """Requests that the own office has made, or is about to."""
    found = _narrowed(officer, Request.objects.from_us(officer), facets)
    rows: QuerySet[Any] = found.select_related("type", "owner_office", "created_by")
    before = Q(status__in=["DRAFT", "PENDING_APPROVAL"])
    rows = rows.filter(before) if drafts else rows.exclude(before).exclude(status="DISCARDED")
    state, office = facets.get("state", ""), facets.get("office")
    asked = RequestRecipient.objects.all()  # one office in that state, not one and another
    if office:
        asked = asked.filter(office__code=office)
    if state == "open":
        rows = rows.filter(status__in=OPEN_STATES)
    elif state:
        asked = asked.filter(status=state)
    if office or state not in ("", "open"):
        rows = rows.filter(pk__in=asked.values("request_id"))
    return rows


def _narrowed(officer: Officer, rows: Any, facets: dict[str, str]) -> Any:
    about = {f"{name}s": [facets[name]] for name in ("portfolio", "tag") if facets.get(name)}
    if about:
        rows = rows.about(officer, **about)
    if facets.get("q"):
        rows = rows.matching(facets["q"])
    if facets.get("type"):
        rows = rows.filter(type__code=facets["type"])
    if facets.get("urgency"):
        rows = rows.filter(urgency=facets["urgency"])
    return rows


def summaries(officer: Officer, requests: list[Any]) -> dict[UUID, dict[str, Any]]:
    """Per request: to how many offices, in which states, and the next time that runs out.

    A requested office sees itself only, as everywhere.
    """
    found: dict[UUID, dict[str, Any]] = defaultdict(
        lambda: {"offices": [], "more": 0, "states": [], "due": None, "total": 0}
    )
    ids = [row.pk for row in requests]
    recipients = RequestRecipient.objects.visible_to(officer)
    states = (
        recipients.filter(request__in=ids)
        .values("request_id", "status")
        .annotate(n=Count("id"), due=Min("next_due"))
        .order_by("request_id", "status")
    )
    for row in states:
        summary = found[row["request_id"]]
        label = RequestRecipient.Status(row["status"]).label
        summary["states"].append((row["status"], label, row["n"]))
        summary["total"] += row["n"]
        summary["due"] = min(filter(None, [summary["due"], row["due"]]), default=None)
    few = [pk for pk, summary in found.items() if summary["total"] <= 3]
    for recipient in recipients.filter(request__in=few).select_related("office"):
        found[recipient.request_id]["offices"].append(recipient.office)
    return found


def summarise(officer: Officer, requests: list[Any]) -> None:
    """Hang on each request the summary of its recipients, as `summary`."""
    found = summaries(officer, requests)
    for row in requests:
        row.summary = found.get(row.pk)


def count_words(page: Page[Any]) -> str:
    """How many requests there are, as far as the page knows."""
    if page.is_capped:
        return _("More than %(n)d requests") % {"n": page.count}
    return _("%(n)d requests") % {"n": page.count} if page.count != 1 else _("1 request")
