"""Requests for the search box: what their list finds, the newest of it."""

from django.utils.translation import gettext as _

from central_offices.models import Officer
from exchange.models import Request
from kernel.pages.search_results import MAX_RESULTS_PER_PART, Part, Result


def found(officer: Officer, text: str) -> list[Part]:
    """The requests that the officer may see and that hold every word of the text."""
    rows = Request.objects.visible_to(officer).exclude(status=Request.Status.DISCARDED)
    newest = rows.matching(text).select_related("owner_office").order_by("-created_at", "-pk")
    results = [_result(row) for row in newest[:MAX_RESULTS_PER_PART]]
    return [Part(_("Requests"), "send", results)]


def _result(row: Request) -> Result:
    url = row.get_absolute_url()
    return Result(
        url,
        row.title,
        row.reference,
        str(row.owner_office),
        row.classification,
        str(row.get_status_display()),
    )
